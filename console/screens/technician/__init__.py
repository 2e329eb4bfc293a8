"""F3, the technician's screen."""
