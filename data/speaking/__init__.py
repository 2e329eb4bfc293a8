"""The speakers' queue of a discussion, and who spoke for how long."""
