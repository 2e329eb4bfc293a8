"""What can be typed into the box of F5, and what its quick filters hold, as groups of F1. Plain data."""

from __future__ import annotations

from console.keys.lists import Entry
from console.text.sentences import Translate
from data.record.filter import Group

JUMPS = ("time", "item", "point")
CONDITIONS = ("words", "of_point", "of_item", "of_actor", "of_kind", "since", "together")
KEYS = ("box", "chips", "opened", "back")


def log_syntax(t: Translate) -> list[tuple[str, list[Entry]]]:
    """(title, rows) of each group; the examples are in the reader's language, and both are understood."""
    told = [
        (t(f"record.help.{title}"), [_entry(t, name) for name in names])
        for title, names in (("keys", KEYS), ("jump", JUMPS), ("filter", CONDITIONS))
    ]
    groups = [Entry("", t(f"record.group.{group}"), t(f"record.help.group.{group}"), "") for group in Group]
    return [*told, (t("record.help.groups"), groups)]


def _entry(t: Translate, name: str) -> Entry:
    return Entry("", t(f"record.help.{name}.typed"), t(f"record.help.{name}"), "")
