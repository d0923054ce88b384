"""Base classes by shape of source: walking, paging and stopping are written here, once."""
