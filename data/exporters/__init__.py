"""The record, written for other programs. Every exporter streams, and holds no lock meanwhile."""
