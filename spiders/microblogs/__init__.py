"""Engines that read microblogs, one a file."""
