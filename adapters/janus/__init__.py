"""Janus VideoRoom."""
