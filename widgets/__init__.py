"""Pictures of values: no I/O, no clock reads, no log. Imports only `data` and textual."""
