"""Whether what an adapter hands over can be kept, shown and written down. Pure."""

from __future__ import annotations

import msgspec

from adapters.errors import BadPayload
from data.health.reading import Snapshot

_snapshot = msgspec.json.Decoder(Snapshot)


def sound(answer: object, source: str) -> Snapshot:
    """The answer as it would be read back from a file: every field of its type, every text UTF-8.

    Figures that are no number are None. Adapters of strangers may hand over anything; with one half of a
    surrogate pair among the readings, no row of any source could be written any more. Raises BadPayload.
    """
    try:
        found = _snapshot.decode(msgspec.json.encode(answer))
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise BadPayload(type(error).__name__) from None
    if found.source != source:
        raise BadPayload("the answer of another source")
    return found
