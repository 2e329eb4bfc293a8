"""A whole platform that does not exist: rooms and faults by seed, served in a real contract."""
