"""The base of every event body."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all event bodies; `v` is the version this program writes.

    `by_program`: no person ever does this; the row is the program's own, whoever sits before it.
    """

    v: ClassVar[int] = 1
    by_program: ClassVar[bool] = False
