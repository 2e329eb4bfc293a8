"""The keys of one house: `[keys]` of conference.toml laid over the table of actions.

Where a laptop, byobu or a presenter's remote keeps F8 for itself, the house names another key.
Everything else in the console goes on to speak of the table's own keys: a press is put back into
those at the door (`Keymap.usual`), and the words that name a key are turned on the way out
(`Keymap.names`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import msgspec

from console.actions import ACTIONS, Action, find, key_name
from data.folder.model import Conference, KeyChoice
from data.folder.problem import Problem
from data.importers.findings import Findings

FILE = "conference.toml"
MOST_KEYS = 3
ALLOWED = re.compile("f[1-9]|ctrl\\+[cefglnopqrtyz]|shift\\+(left|right|up|down)")
"""Keys that every terminal sends, that no text box edits with, and that Telex never types."""


class Keymap(msgspec.Struct, frozen=True, eq=False):
    """`actions` is the whole table with this house's keys.

    `turned` tells the table's key for a key of the house, `left` the keys of the table that the
    house uses no more, `names` how the house calls a key that the sentences name ("F8": "F9").
    """

    actions: tuple[Action, ...]
    turned: Mapping[str, str]
    left: frozenset[str]
    names: Mapping[str, str]

    def find(self, action_id: str) -> Action:
        """The action with its keys here; KeyError when there is none."""
        for action in self.actions:
            if action.id == action_id:
                return action
        raise KeyError(action_id)

    def usual(self, key: str) -> str | None:
        """What the table calls `key`; None for a key that means nothing here any more."""
        if key in self.turned:
            return self.turned[key]
        return None if key in self.left else key

    def pressed(self, key: str) -> Action | None:
        """What `key` is for: one of the table's (see `usual`), or one that the house gave to an action."""
        bound = (action for action in (*ACTIONS, *self.added) if action.bound)
        return next((action for action in bound if key in action.keys), None)

    def acting(self, *, past: bool) -> tuple[Action, ...]:
        """Those that do anything in a replay (`past`), or at a conference under way."""
        return tuple(action for action in self.actions if action.acts(past=past))

    @property
    def added(self) -> tuple[Action, ...]:
        """Actions that have keys only because the house gave them some."""
        return tuple(action for action in self.actions if action.keys and not find(action.id).keys)


@lru_cache(maxsize=8)
def keymap(choices: tuple[KeyChoice, ...] = ()) -> Keymap:
    """The table with `choices` laid over it. What `problems` would name is passed over."""
    wanted = {choice.action: choice.keys for choice in choices}
    actions = tuple(msgspec.structs.replace(each, keys=wanted.get(each.id, each.keys)) for each in ACTIONS)
    moved = [(each, own) for each, own in zip(ACTIONS, actions, strict=True) if each.keys != own.keys]
    turned = {key: each.keys[0] for each, own in moved if each.keys for key in own.keys}
    in_use = {key for own in actions for key in own.keys}
    left = {key for each, _ in moved for key in each.keys if ALLOWED.fullmatch(key)}
    names = {name: _named(own, name) for each, own in moved if each.keys for name in _spellings(each.keys[0])}
    return Keymap(actions, turned, frozenset(left - in_use), names)


def _spellings(key: str) -> tuple[str, ...]:
    """How sentences write a key of the table: "^Z" or "Ctrl+Z"."""
    long = f"Ctrl+{key[-1].upper()}" if key.startswith("ctrl+") else key_name(key)
    return (long,) if long == key_name(key) else (key_name(key), long)


def _named(action: Action, spelling: str) -> str:
    names = _spellings(action.keys[0])
    return names[-1] if spelling.startswith("Ctrl+") else names[0]


def checked(
    conference: Conference | None, found: tuple[Problem, ...]
) -> tuple[Conference | None, tuple[Problem, ...]]:
    """What was read from a folder, and what is wrong with its `[keys]` besides; no conference then."""
    wrong = problems(conference.keys) if conference is not None else ()
    return (None if wrong else conference), (*found, *wrong)


def problems(choices: Sequence[KeyChoice]) -> tuple[Problem, ...]:
    """Everything about `[keys]` that a person must mend."""
    findings = Findings(FILE)
    if not choices:
        return ()
    known = [action.id for action in ACTIONS if action.bound]
    for choice in choices:
        column = f"keys.{choice.action}"
        if choice.action not in known:
            near = findings.nearest(choice.action, known)
            findings.error("unknown_action", column=column, action=choice.action, suggestion=near)
        if len(choice.keys) > MOST_KEYS:
            findings.error("too_many_keys", column=column, count=len(choice.keys), limit=MOST_KEYS)
        for key in choice.keys:
            if not ALLOWED.fullmatch(key):
                findings.error("key_not_allowed", column=column, key=key)
    _say_twice(choices, findings)
    return findings.all()


def _say_twice(choices: Sequence[KeyChoice], findings: Findings) -> None:
    """A key that two actions want, or one action twice: said at each line that wants it."""
    table = keymap(tuple(choices)).actions
    users: dict[str, list[str]] = {}
    for action in table:
        if action.id == "past_turn":  # F7 again, where F7 holds no item
            continue
        for key in action.keys:
            users.setdefault(key, []).append(action.id)
    for choice in choices:
        for key in dict.fromkeys(choice.keys):
            if ALLOWED.fullmatch(key) and len(who := users.get(key, [])) > 1:
                other = next((each for each in who if each != choice.action), choice.action)
                findings.error("key_twice", column=f"keys.{choice.action}", key=key, other=other)
