"""Every key and command of the console, once: bindings, footer, palette, F1 and README read it.

Plain data, no textual. Titles and help are message ids: `action.<id>.label` (footer),
`action.<id>.title` (palette), `action.<id>.help`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeAlias

import msgspec

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


class Tense(StrEnum):
    """Whether an action is of a conference under way, of one that is seen again, or of both."""

    ANY = "any"
    PRESENT = "present"
    PAST = "past"


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a key does.

    `keys` are textual's names, the first is the one that is shown. `changes` marks what alters the
    programme or the record: such keys are dead while an input has focus or the keys are locked.
    `footer` is the order in the footer's left part, None for those that are not in it. `bound` is
    False for gestures that the focused widget itself understands.
    """

    id: str
    keys: tuple[str, ...] = ()
    scope: Scope = Scope.EVERYWHERE
    asks: Asks = Asks.NO
    changes: bool = False
    footer: int | None = None
    screen: bool = False
    palette: bool = True
    bound: bool = True
    tense: Tense = Tense.ANY

    def acts(self, *, past: bool) -> bool:
        """Whether it does anything at all in a replay (`past`), or at a conference under way."""
        if past:
            return self.tense is not Tense.PRESENT and not self.changes
        return self.tense is not Tense.PAST

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

_ON_AN_ITEM = (
    *("move_next", "jump", "swap_next", "move_up", "move_down"),
    *("defer", "bring_back", "skip", "insert", "edit_item", "split", "substitute", "extend", "hold_cause"),
)
"""What the palette does with the selected item."""
_ON_THE_QUEUE = ("speakers", "speaker_add", "speaker_move", "speaker_drop")
"""What it does with those who ask to speak."""

Table: TypeAlias = tuple[Action, ...]
"""The actions with the keys of one house."""

ACTIONS: Table = (
    Action(id="advance", keys=("f8",), scope=_OPERATOR, asks=Asks.GATED, changes=True, footer=1),
    Action(id="hold", keys=("f7",), scope=_OPERATOR, asks=Asks.GATED, changes=True, footer=2),
    Action(id="time", keys=("f6",), scope=_OPERATOR, asks=Asks.CARD, changes=True, footer=3),
    Action(id="plan_b", keys=("f9",), scope=_OPERATOR, asks=Asks.CARD, changes=True, footer=4),
    Action(id="undo", keys=("ctrl+z",), scope=_OPERATOR, asks=Asks.CARD, changes=True, footer=5),
    Action(id="note", keys=("ctrl+n",), changes=True, footer=6),
    Action(id="find", keys=("ctrl+f",), footer=7),
    Action(id="lock", keys=("ctrl+l",), footer=8, tense=Tense.PRESENT),
    Action(id="theme"),
    Action(id="preflight", tense=Tense.PRESENT),
    Action(id="record_head"),
    Action(id="item_checks", scope=_OPERATOR, tense=Tense.PRESENT),
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
    Action(id="act", scope=_POINTS, asks=Asks.CARD, changes=True),
    Action(id="names", scope=_POINTS, asks=Asks.CARD, changes=True),
    Action(id="act_door", asks=Asks.CARD, changes=True),
    Action(id="faults_only", keys=("ctrl+r",), scope=_POINTS, footer=5),
    Action(id="handle", scope=_POINTS, asks=Asks.CARD, changes=True),
    Action(id="overrule", scope=_POINTS, asks=Asks.CARD, changes=True),
    Action(id="filter_points", scope=_POINTS),
    Action(id="freeze_view", scope=_POINTS),
    Action(id="mark_present", keys=("space",), scope=_ROLL, changes=True, bound=False),
    Action(id="presence", scope=_ROLL, asks=Asks.CARD, changes=True),
    Action(id="report_districts", scope=_ROLL, asks=Asks.CARD, changes=True),
    Action(id="delegates", scope=_ROLL, asks=Asks.CARD, changes=True),
    Action(id="freeze_roll", scope=_ROLL, asks=Asks.CARD, changes=True),
    Action(id="export", keys=("ctrl+e",), scope=Scope.LOG, asks=Asks.CARD, footer=15, tense=Tense.PRESENT),
    Action(id="correct", scope=Scope.LOG, asks=Asks.CARD, changes=True),
    Action(id="past_turn", keys=("f7",), footer=1, bound=False, tense=Tense.PAST),
    Action(id="past_back", keys=("shift+left",), footer=2, tense=Tense.PAST),
    Action(id="past_on", keys=("shift+right",), footer=3, tense=Tense.PAST),
    Action(id="past_item_back", keys=("shift+up",), footer=4, tense=Tense.PAST),
    Action(id="past_item_on", keys=("shift+down",), footer=5, tense=Tense.PAST),
    Action(id="past_faster", tense=Tense.PAST),
    Action(id="past_slower", tense=Tense.PAST),
    Action(id="past_at", tense=Tense.PAST),
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
    "shift+left": "Shift+←",
    "shift+right": "Shift+→",
    "shift+up": "Shift+↑",
    "shift+down": "Shift+↓",
}


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
