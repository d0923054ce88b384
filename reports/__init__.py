"""Who reads: statistics and export, through `storage.read` only."""
