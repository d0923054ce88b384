"""Measured claims: each file measures one and prints, as its last line, one JSON object of its figures."""
