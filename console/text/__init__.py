"""Codes become sentences, numbers and times what a clerk reads."""
