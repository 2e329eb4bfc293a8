"""What may be asked of a platform: of one call in it, or of the conference as a whole."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class ActionKind(StrEnum):
    """One thing a platform can be asked to do; an adapter declares its own set."""

    MUTE = "mute"
    UNMUTE = "unmute"
    DROP = "drop"
    DIAL = "dial"
    SPOTLIGHT = "spotlight"
    UNSPOTLIGHT = "unspotlight"
    LOCK = "lock"
    UNLOCK = "unlock"


OF_ALL = frozenset({ActionKind.LOCK, ActionKind.UNLOCK})
"""These are asked of the conference; DIAL of an address; the others of a call that is in it."""


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to ask, once.

    `ref` is the call it is about, as the roster names it, "" for DIAL and for `OF_ALL`; `address` is
    what DIAL rings, and `name` how the new call should be shown.
    """

    kind: ActionKind
    ref: str = ""
    address: str = ""
    name: str = ""
