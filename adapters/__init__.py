"""A file or a room per video platform: values out, typed errors up. Imports only `data`."""
