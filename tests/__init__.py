"""Tests mirror the packages; recordings lie in `recordings/<engine>/<case>/`."""
