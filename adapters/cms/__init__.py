"""Cisco Meeting Server."""
