"""What a person asks of a platform. Reached through `data.commands`."""

from __future__ import annotations

import msgspec

from data.actions.action import ActionKind


class RequestAction(msgspec.Struct, frozen=True, kw_only=True):
    """Have `source` do `kind`: to the room `point` in its call `ref`, to the `address` that is to be rung,
    or ("" for all three) to the conference. `name` is how the new call of a dialled room is to be shown.

    `able` is what the sender saw that the source can do, `fresh` whether it answered then.
    """

    kind: ActionKind
    source: str
    point: str = ""
    ref: str = ""
    address: str = ""
    name: str = ""
    able: tuple[str, ...] = ()
    fresh: bool = False
    reason: str = ""
