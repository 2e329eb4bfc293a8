"""Platforms that conference.toml describes: lists over HTTP and in files."""
