"""Where mentions come from: one engine a file, by family; base classes by shape of source in `base/`."""
