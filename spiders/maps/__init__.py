"""Engines that read maps, one a file."""
