"""Every key and command of the console, once: bindings, footer, palette, F1 and README read it.

Plain data, no textual. `python -m console.actions` prints the README's key table. Titles and help
are message ids: `action.<id>.label` (footer), `action.<id>.title` (palette), `action.<id>.help`.
"""

from __future__ import annotations

import re
import sys
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

import msgspec

from console.text import Translate, translator

FUNCTION_KEY = re.compile("f[1-9]")


class Scope(StrEnum):
    """Where a key acts. It means the same thing everywhere; elsewhere it answers with a notice."""

    EVERYWHERE = "everywhere"
    OPERATOR = "operator"
    POINTS = "points"
    ROLL_CALL = "roll_call"
    LOG = "log"


class Asks(StrEnum):
    """Whether a card comes first. GATED asks only when the rules say so."""

    NO = "no"
    GATED = "gated"
    CARD = "card"


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a key does.

    `keys` are textual's names, the first is the one that is shown. `changes` marks what alters the
    programme or the record: such keys are dead while an input has focus or the keys are locked.
    `available` is False for what this version cannot do yet: the key then says so. `footer` is the
    order in the footer's left part, None for those that are not in it. `bound` is False for
    gestures that the focused widget itself understands.
    """

    id: str
    keys: tuple[str, ...] = ()
    scope: Scope = Scope.EVERYWHERE
    asks: Asks = Asks.NO
    changes: bool = False
    available: bool = True
    footer: int | None = None
    screen: bool = False
    palette: bool = True
    bound: bool = True

    @property
    def is_function_key(self) -> bool:
        """F1 to F9 write nothing into an input, so no widget need be asked before they act."""
        return bool(self.keys) and all(FUNCTION_KEY.fullmatch(key) for key in self.keys)

    @property
    def label(self) -> str:
        """Message id of the word in the footer."""
        return f"action.{self.id}.label"

    @property
    def title(self) -> str:
        """Message id of the line in the palette and in F1."""
        return f"action.{self.id}.title"

    @property
    def help(self) -> str:
        """Message id of one sentence on what it does and when it asks."""
        return f"action.{self.id}.help"


_OPERATOR, _POINTS, _ROLL = Scope.OPERATOR, Scope.POINTS, Scope.ROLL_CALL
_LATER = False

_ON_AN_ITEM = (
    *("move_next", "jump", "swap_next", "move_up", "move_down"),
    *("defer", "bring_back", "skip", "insert", "edit_item", "substitute", "extend", "hold_cause"),
)
"""What the palette does with the selected item."""
_ON_THE_QUEUE = ("speakers", "speaker_add", "speaker_move", "speaker_drop")
"""What it does with those who ask to speak."""

ACTIONS: tuple[Action, ...] = (
    Action(id="advance", keys=("f8",), scope=_OPERATOR, asks=Asks.GATED, changes=True, footer=1),
    Action(id="hold", keys=("f7",), scope=_OPERATOR, asks=Asks.GATED, changes=True, footer=2),
    Action(id="time", keys=("f6",), scope=_OPERATOR, asks=Asks.CARD, changes=True, footer=3),
    Action(id="plan_b", keys=("f9",), scope=_OPERATOR, asks=Asks.CARD, changes=True, footer=4),
    Action(id="undo", keys=("ctrl+z",), scope=_OPERATOR, asks=Asks.CARD, changes=True, footer=5),
    Action(id="note", keys=("ctrl+n",), changes=True, footer=6),
    Action(id="find", keys=("ctrl+f",), footer=7),
    Action(id="lock", keys=("ctrl+l",), footer=8),
    Action(id="theme"),
    Action(id="preflight"),
    *(Action(id=name, scope=_OPERATOR, asks=Asks.CARD, changes=True) for name in _ON_AN_ITEM),
    *(Action(id=name, scope=_OPERATOR, asks=Asks.CARD, changes=True) for name in _ON_THE_QUEUE),
    Action(id="stage_message", asks=Asks.CARD, changes=True),
    Action(id="stage_next", asks=Asks.CARD, changes=True),
    Action(id="take_control", asks=Asks.CARD, changes=True),
    Action(id="hand_control", asks=Asks.CARD, changes=True),
    Action(id="palette", keys=("ctrl+p",), footer=9, palette=False),
    Action(id="operator", keys=("f2",), screen=True),
    Action(id="points", keys=("f3",), screen=True),
    Action(id="roll_call", keys=("f4",), screen=True),
    Action(id="log", keys=("f5",), screen=True),
    Action(id="acknowledge", keys=("ctrl+o",), changes=True, footer=12),
    Action(id="call", keys=("ctrl+g",), asks=Asks.CARD, changes=True, footer=13),
    Action(id="test_point", keys=("ctrl+t",), scope=_POINTS, asks=Asks.CARD, changes=True, footer=14),
    Action(id="faults_only", keys=("ctrl+r",), scope=_POINTS, footer=5),
    Action(id="mark_present", keys=("space",), scope=_ROLL, changes=True, bound=False),
    Action(id="presence", scope=_ROLL, asks=Asks.CARD, changes=True),
    Action(id="report_districts", scope=_ROLL, asks=Asks.CARD, changes=True),
    Action(id="delegates", scope=_ROLL, asks=Asks.CARD, changes=True),
    Action(id="freeze_roll", scope=_ROLL, asks=Asks.CARD, changes=True),
    Action(id="export", keys=("ctrl+e",), scope=Scope.LOG, asks=Asks.CARD, footer=15),
    Action(id="help", keys=("f1", "question_mark")),
    Action(id="leave", keys=("ctrl+q",), asks=Asks.CARD, footer=10),
    Action(id="copy", keys=("ctrl+c",), palette=False),
    Action(id="move", keys=("up", "down", "pageup", "pagedown", "home", "end"), palette=False, bound=False),
    Action(id="open", keys=("enter",), palette=False, bound=False),
    Action(id="close", keys=("escape",), palette=False, bound=False),
)
"""In the order in which F1 and the README list them."""

_NAMES = {
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "question_mark": "?",
}


PALETTE = "palette"


class Chip(msgspec.Struct, frozen=True):
    """A key and its word in the footer; `action` is the id to run when it is clicked."""

    action: str
    key: str
    label: str

    @property
    def width(self) -> int:
        """Cells of "F8 Chuyển"; every character of keys and labels is one cell wide."""
        return len(self.key) + (1 + len(self.label) if self.label else 0)


class Footer(msgspec.Struct, frozen=True):
    """The footer's two groups; `gap` blanks stand between chips."""

    left: tuple[Chip, ...]
    right: tuple[Chip, ...]
    gap: int

    def line(self, width: int) -> str:
        """The whole row as text, exactly `width` cells."""
        left, right = (
            f"{' ' * self.gap}".join(_written(c) for c in group) for group in (self.left, self.right)
        )
        return f" {left}{right:>{max(0, width - 2 - len(left))}} "[:width]


def find(action_id: str) -> Action:
    """The action called `action_id`; KeyError when there is none."""
    return _BY_ID[action_id]


_BY_ID = {action.id: action for action in ACTIONS}


def key_name(key: str) -> str:
    """How people write textual's key: "f8" is F8, "ctrl+z" is ^Z."""
    if key in _NAMES:
        return _NAMES[key]
    return f"^{key[5:].upper()}" if key.startswith("ctrl+") else key.upper()


def keys_of(action: Action) -> str:
    """All its keys, "F1 ?"; empty for those that only the palette has."""
    return " ".join(key_name(key) for key in action.keys)


def blocked_by_scope(action: Action, here: Scope) -> bool:
    """Whether the key only answers a notice on the screen `here`."""
    return action.scope not in (Scope.EVERYWHERE, here)


_LEADING = {Scope.POINTS: ("acknowledge", "call", "test_point", "faults_only"), Scope.LOG: ("export",)}
"""What one comes to a screen for stands first there; elsewhere it keeps its place."""


@lru_cache(maxsize=64)
def footer(translate: Translate, here: Scope, width: int, *, held: bool = False) -> Footer:
    """What the footer shows on the screen `here`: as many chips, in order, as fit `width` cells.

    `held` turns F7's word from hold to resume. Below 100 cells chips stand one blank apart. The way
    to everything else, the palette, is always among them.
    """
    gap = 2 if width >= 100 else 1
    right = tuple(_chip(translate, a, held) for a in ACTIONS if _in_right(a, here))
    palette = _chip(translate, find(PALETTE), held)
    room = width - 2 - _width((*right, palette), gap) - 2 * gap
    left: list[Chip] = []
    wanted = (a for a in ACTIONS if a.footer is not None and a.available and not blocked_by_scope(a, here))
    leading = _LEADING.get(here, ())
    for action in sorted(wanted, key=lambda a: (a.id not in leading, a.footer or 0)):
        chip = palette if action.id == PALETTE else _chip(translate, action, held)
        if chip is not palette and _width((*left, chip), gap) > room:
            left += [palette] if palette not in left else []
            break
        room += palette.width + gap if chip is palette else 0
        left.append(chip)
    return Footer(tuple(left), right, gap)


def _in_right(action: Action, here: Scope) -> bool:
    """Other screens and F1 stand on the right; the screen one is on is not offered."""
    return action.available and (action.id == "help" or (action.screen and action.id != here.value))


def _chip(translate: Translate, action: Action, held: bool) -> Chip:
    label = "action.resume.label" if held and action.id == "hold" else action.label
    return Chip(action.id, translate(key_name(action.keys[0])), translate(label))


def _written(chip: Chip) -> str:
    return f"{chip.key} {chip.label}".rstrip()


def _width(chips: tuple[Chip, ...], gap: int) -> int:
    return sum(chip.width for chip in chips) + gap * max(0, len(chips) - 1)


class Entry(msgspec.Struct, frozen=True):
    """A row of the palette or of F1; `keys` may be empty."""

    action: str
    keys: str
    title: str
    help: str


Table: TypeAlias = tuple[Action, ...]
"""The actions with the keys of one house."""


def _entry(translate: Translate, action: Action) -> Entry:
    return Entry(action.id, keys_of(action), translate(action.title), translate(action.help))


def palette_entries(translate: Translate, table: Table = ACTIONS) -> list[Entry]:
    """Everything this version can do, for Ctrl+P."""
    return [_entry(translate, a) for a in table if a.palette and a.available]


def help_entries(translate: Translate, here: Scope, table: Table = ACTIONS) -> list[Entry]:
    """The keys that act on the screen `here`, for F1; those of later versions are left out."""
    return [entry for _, entries in help_groups(translate, here, table) for entry in entries]


def help_groups(translate: Translate, here: Scope, table: Table = ACTIONS) -> list[tuple[str, list[Entry]]]:
    """F1 in groups, each with its title: this screen, everywhere, moving about."""
    known = [a for a in table if a.available and a.keys and not blocked_by_scope(a, here)]
    moving = [a for a in known if a.screen or not a.bound]
    own = [a for a in known if a.scope is not Scope.EVERYWHERE]
    rest = [a for a in known if a not in moving and a not in own]
    groups = {"find.help.here": own, "find.help.everywhere": rest, "find.help.moving": moving}
    return [
        (translate(title), [_entry(translate, each) for each in actions])
        for title, actions in groups.items()
        if actions
    ]


def readme_table(language: str = "en") -> str:
    """The key table as markdown."""
    t = translator(language)
    rows = [f"| {t('keys.key')} | {t('keys.does')} | {t('keys.asks')} |", "|---|---|---|"]
    for action in ACTIONS:
        if action.available:
            keys = keys_of(action) or t("keys.palette_only")
            rows.append(
                f"| {keys} | {t(action.title)}: {t(action.help)} | {t(f'keys.asks.{action.asks.value}')} |"
            )
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(readme_table(*sys.argv[1:2]) + "\n")
