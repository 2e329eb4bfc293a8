"""What a person asks of the record itself."""

from __future__ import annotations

import msgspec


class Correct(msgspec.Struct, frozen=True, kw_only=True):
    """Row `seq` is wrong, `text` says what is right. The row stays as it is; a new one says so."""

    seq: int
    text: str
