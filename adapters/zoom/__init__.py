"""Zoom's dashboard."""
