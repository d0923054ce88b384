"""What each command of `untagged` does: one file a command, `run(args)` gives the exit status."""
