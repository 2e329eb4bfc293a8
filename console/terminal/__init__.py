"""The terminal that the console is on."""
