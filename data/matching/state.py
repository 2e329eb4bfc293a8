"""What people decided about names, as the record has it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from data.text import clean, fold


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """One decision: `name` of `source` is `point`, or `kind` (stranger, guest, undone) where that is ""."""

    source: str
    name: str
    point: str = ""
    kind: str = "point"
    at_ms: int = 0
    actor: str = ""


def name_key(source: str, name: str) -> str:
    """Names are one when they differ in case and accents only; each source has its own."""
    return f"{source}\n{fold(clean(name))}"


def learned(names: Mapping[str, Named], source: str) -> dict[str, str]:
    """For `data.matching.binder.Binder`: folded name → code, "" for nobody of ours."""
    return {
        fold(clean(each.name)): each.point
        for each in names.values()
        if each.source == source and each.kind != "undone"
    }


def released(names: Mapping[str, Named], source: str) -> set[str]:
    """Folded names of `source` whose decision was taken back."""
    return {
        fold(clean(each.name)) for each in names.values() if each.source == source and each.kind == "undone"
    }
