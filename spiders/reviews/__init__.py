"""Engines that read reviews, one a file."""
