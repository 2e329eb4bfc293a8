"""The base of every event body."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all event bodies; `v` is the version this program writes.

    `by_program`: no person ever does this; the row is the program's own, whoever sits before it. `to_person`:
    it was made for the person at the keys, who is named as its actor all the same.
    """

    v: ClassVar[int] = 1
    by_program: ClassVar[bool] = False
    to_person: ClassVar[bool] = False
