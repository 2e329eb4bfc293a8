"""The base of every event body."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all event bodies; `v` is the version this program writes."""

    v: ClassVar[int] = 1
