"""What the command line gives to programs: the contracts of `--json`."""
