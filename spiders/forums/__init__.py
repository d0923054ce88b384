"""Engines that read forums, one a file."""
