"""How boards that have several layouts build their pages: one board a file, read by `spiders/base/markup.py`."""
