"""One file per video platform: values out, typed errors up. Imports only `data`."""
