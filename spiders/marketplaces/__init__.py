"""Engines that read marketplaces, one a file."""
