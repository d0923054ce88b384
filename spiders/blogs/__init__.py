"""Engines that read blogs, one a file."""
