"""The running desk: the only package that knows `widgets`, `adapters` and `data`."""
