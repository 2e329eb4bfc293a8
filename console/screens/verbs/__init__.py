"""What a key amounts to. A verb is pure: situation in, `Verb` out; `table` has them by action."""
