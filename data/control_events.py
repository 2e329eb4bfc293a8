"""Which console may change the programme, and which one polls."""

from __future__ import annotations

from typing import ClassVar

from data.event_body import Body

VACANT = "vacant"
"""The reason of whoever took what nobody, or nobody who lives, was holding."""


class ControlTaken(Body, frozen=True, kw_only=True):
    """The console of this row holds control now; `previous` held it before ("" if nobody)."""

    previous: str = ""
    reason: str = ""


class ControlHanded(Body, frozen=True, kw_only=True):
    """The console of this row let control go, to `to`, where `of` sits, or to nobody ("")."""

    to: str = ""
    reason: str = ""
    of: str = ""


class PollingTaken(Body, frozen=True, kw_only=True):
    """The console of this row polls the sources from now on, under `epoch`."""

    by_program: ClassVar[bool] = True
    epoch: int
    previous: str = ""
