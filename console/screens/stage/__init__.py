"""The screen that faces the speaker."""
