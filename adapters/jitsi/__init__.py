"""Jitsi Meet over XMPP, with the figures of its bridge."""
