"""The lines to the rooms, whatever the platform."""
