"""The digest of a roster: the same rooms, whoever answers their telephones."""

from __future__ import annotations

import msgspec

from data.folder.model import BridgePoint
from data.folder.roster_digest import roster_digest


def test_the_digest_leaves_people_out() -> None:
    point = BridgePoint(code="A", name="b", level="c", phone="1", contact="x")
    digest = roster_digest([point])
    assert len(digest) == 64
    assert roster_digest([msgspec.structs.replace(point, phone="2", phone2="3", contact="y")]) == digest
    assert roster_digest([msgspec.structs.replace(point, name="c")]) != digest
    assert roster_digest([point, point]) != digest
