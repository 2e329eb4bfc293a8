"""The keys as lists to read: palette, F1 and README. `python -m console.keys.lists` prints the README's."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import msgspec

from console.actions import ACTIONS, Action, Scope, Table, blocked_by_scope, keys_of
from console.text.sentences import Translate, translator
from data.text import fold


class Entry(msgspec.Struct, frozen=True):
    """A row of the palette or of F1; `keys` may be empty."""

    action: str
    keys: str
    title: str
    help: str


MEANS = {
    Scope.ROLL_CALL: {
        "acknowledge": ("roll.key.report", "action.report_districts.help"),
        "faults_only": ("roll.key.missing", "find.help.missing"),
    }
}
"""Actions whose keys mean a screen's own thing there: what it is called, and what it does (message ids)."""


def _entry(translate: Translate, action: Action, told: tuple[str, str] | None = None) -> Entry:
    title, what = told or (action.title, action.help)
    return Entry(action.id, keys_of(action), translate(title), translate(what))


def palette_entries(translate: Translate, table: Table = ACTIONS) -> list[Entry]:
    """Everything this version can do, for Ctrl+P."""
    return [_entry(translate, a) for a in table if a.palette]


def named_first(entries: Iterable[Entry], typed: str) -> list[Entry]:
    """Those that all the words of `typed` are in, without accents; first those that are called so."""
    words = fold(typed).split()
    found = [each for each in entries if _says(each, words)]
    return sorted(found, key=lambda each: " ".join(words) not in fold(each.title))


def _says(entry: Entry, words: list[str]) -> bool:
    text = fold(f"{entry.title} {entry.help} {entry.keys}")
    return all(word in text for word in words)


def help_groups(translate: Translate, here: Scope, table: Table = ACTIONS) -> list[tuple[str, list[Entry]]]:
    """F1 in groups, each with its title: this screen, everywhere, moving about."""
    means = MEANS.get(here, {})
    known = [a for a in table if a.keys and (a.id in means or not blocked_by_scope(a, here))]
    own = [a for a in known if a.id in means or a.scope is not Scope.EVERYWHERE]
    moving = [a for a in known if a not in own and (a.screen or not a.bound)]
    rest = [a for a in known if a not in moving and a not in own]
    groups = {"find.help.here": own, "find.help.everywhere": rest, "find.help.moving": moving}
    return [
        (translate(title), [_entry(translate, each, means.get(each.id)) for each in actions])
        for title, actions in groups.items()
        if actions
    ]


def readme_table(language: str = "en") -> str:
    """The key table as markdown."""
    t = translator(language)
    rows = [f"| {t('keys.key')} | {t('keys.does')} | {t('keys.asks')} |", "|---|---|---|"]
    for action in ACTIONS:
        keys = keys_of(action) or t("keys.palette_only")
        asks = t(f"keys.asks.{action.asks.value}")
        rows.append(f"| {keys} | {t(action.title)}: {t(action.help)} | {asks} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(readme_table(*sys.argv[1:2]) + "\n")
