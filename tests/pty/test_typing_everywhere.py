"""Every box of the console, typed into as Vietnamese input methods do it, on a real terminal.

Nobody lists the boxes: each action of the table is chosen, and whatever there is to type in is typed in.
The list of places in the source where boxes are made says whether any was missed.
"""

from __future__ import annotations

import ast
import importlib
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from kit.product import module_name, sources
from kit.record.rows import Row, kinds, log_rows, wait_log
from kit.screens.console_process import DOWN, ESC, F2, F3, F4, F5, F8, START_S, let_go
from kit.screens.terminal import Terminal
from kit.screens.watched_console import Box, Seen
from kit.screens.watching import DESKS, Watching, watched

from console.actions import ACTIONS, Action, Scope, Tense
from widgets.viet_input import TelexSafe

pytestmark = pytest.mark.pty

WORDS = "tiếng Việt Đắk Lắk"
TAB, HOME, END, WIPE = b"\t", b"\x1b[H", b"\x1b[F", b"\x15"
TELEX = ("t", "i", "e", "\x7fê", "n", "g", "\x7f\x7f\x7fếng", " ", "V", "i", "e", "\x7fê", "t", "\x7f\x7fệt")
TELEX += (" ", "D", "\x7fĐ", "a", "\x7fă", "k", "\x7f\x7fắk", " ", "L", "a", "\x7fă", "k", "\x7f\x7fắk")
"""What an input method sends for "tieengs Vieetj DDawsk Lawsk", a write for each key."""
WAYS = {
    "telex": TELEX,
    "telex at once": ("".join(TELEX),),
    "pasted": (f"\x1b[200~{unicodedata.normalize('NFD', WORDS)}\x1b[201~",),
    "decomposed": tuple(unicodedata.normalize("NFD", WORDS)),
    "composed": tuple(word if word == "tiếng" else f" {word}" for word in WORDS.split(" ")),
}
ANSWER_S = 5.0
MOST_STEPS = 16
"""No card has as many options and boxes."""

TELEMETRY = (
    "PollingTaken",
    "PointJoined",
    "PointLeft",
    "HealthChanged",
    "IncidentOpened",
    "IncidentResolved",
)
NOTHING_TO_TYPE = {
    *("advance", "hold", "move_next", "swap_next", "move_up", "move_down", "bring_back"),
    *("undo", "stage_next", "hand_control", "preflight", "item_checks", "record_head", "freeze_roll"),
    *("speakers", "names", "export", "help", "leave"),
}
"""Actions whose card, if they have one here, has no box."""
AT_ONCE = {
    *("operator", "points", "roll_call", "log", "theme", "faults_only", "freeze_view"),
    *("acknowledge", "mark_present", "lock", "copy", "move", "open", "close"),
}
"""Actions without a card, and gestures."""
DESK_OF = {
    Scope.OPERATOR: (F2, "OperatorScreen"),
    Scope.POINTS: (F3, "TechnicianScreen"),
    Scope.ROLL_CALL: (F4, "RollCallScreen"),
    Scope.LOG: (F5, "LogScreen"),
}
LAST_ITEM, FIRST_TO_COME = (END,), (HOME, DOWN)
SOME_ROOM, HANOI = (HOME, DOWN, DOWN, DOWN), (HOME, *[DOWN] * 4)
SELECTED = {
    **dict.fromkeys((Scope.OPERATOR, "extend"), LAST_ITEM),
    "plan_b": FIRST_TO_COME,
    Scope.POINTS: SOME_ROOM,
    Scope.ROLL_CALL: HANOI,
}
"""What is chosen on its desk before an action is: by its id, else by its scope."""


class Typist:
    """Somebody who types the same four words wherever there is a place for them."""

    def __init__(self, program: Terminal, watching: Watching, folder: Path) -> None:
        self.program = program
        self.watching = watching
        self.folder = folder
        self.typed: set[tuple[str, str, int]] = set()
        self.places: set[str] = set()
        self.kinds: set[str] = set()

    def until(self, true: Callable[[Seen], bool], what: str) -> Seen:
        end = time.monotonic() + ANSWER_S
        while not true(seen := self.watching.look()):
            assert time.monotonic() < end, f"{what}: {seen}\n{self.program.text()}"
            time.sleep(0.005)
        return seen

    def box(self, about: str) -> Box | None:
        """Types into the box that has the keys, in every way; it is left as empty as it can be."""
        box = self.watching.look().typing
        if box is None or (about, box.place, box.at) in self.typed:
            return None
        self.typed.add((about, box.place, box.at))
        self.places.add(box.place)
        self.kinds.add(box.kind)
        keeps = "" if box.kind == "NumberBox" else WORDS
        for way, writes in WAYS.items():
            self.wipe()
            for write in writes:
                self.program.send(write)
            self.holds(keeps, f"{about}, {way}")
        if not keeps:
            self.wipe()
            self.program.send("1x5\x7f5")
            self.holds("15", f"{about}, digits")
        self.wipe()
        return box

    def press(self, key: bytes) -> Seen:
        """One key, and all that comes of it."""
        before = self.watching.look().keys
        self.program.send(key)
        return self.until(lambda seen: seen.keys > before, repr(key))

    def wipe(self) -> None:
        self.program.send(END + WIPE)
        self.until(lambda seen: seen.typing is not None and seen.typing.value == "", "wiped out")

    def holds(self, words: str, what: str) -> None:
        """In the box, and before the cursor on the screen."""

        def right(seen: Seen) -> bool:
            box = seen.typing
            return box is not None and (box.value, box.cursor) == (words, len(words))

        self.until(right, f"{what}, not {words!r}")
        if words:
            column, row = self.until(right, what).cursor
            self.program.wait_until(lambda _: self.program.lines()[row][:column].endswith(words), ANSWER_S)

    def card(self, action: str) -> set[int]:
        """Every box of the card that `action` has opened; the numbers of those typed in."""
        boxes = len(self.watching.look().boxes)
        found: set[int] = set()
        for _ in range(MOST_STEPS):
            if (box := self.box(action)) is not None:
                found.add(box.at)
            if found and len(found) >= boxes:
                break
            self.press(TAB if boxes else DOWN)
        return found

    def tries(self, action: Action) -> set[int]:
        """Chooses it, types in all its boxes and leaves it; the numbers of the boxes."""
        self.select(action.id, action.scope)
        found = self.card(action.id) if self.choose(action.id).screen not in DESKS else set()
        self.leave()
        return found

    def select(self, action: str, scope: Scope) -> None:
        """To its desk, and to what it shall be about."""
        key, desk = DESK_OF.get(scope, DESK_OF[Scope.OPERATOR])
        self.press(key)
        self.until(lambda seen: seen.screen == desk, desk)
        for each in SELECTED.get(action, SELECTED.get(scope, ())):
            self.press(each)

    def choose(self, action: str) -> Seen:
        self.watching.choose(action)
        end = time.monotonic() + 0.3
        while (seen := self.watching.look()).screen in DESKS and time.monotonic() < end:
            time.sleep(0.01)
        return seen

    def leave(self) -> None:
        end = time.monotonic() + ANSWER_S
        while self.watching.look().screen not in DESKS:
            assert time.monotonic() < end, self.program.text()
            self.press(ESC)

    def does(self, action: str, *keys: bytes, says: str = "", row: str) -> None:
        """A card filled in and carried out, to have something for the others to be about."""
        before = len(log_rows(self.folder))
        self.choose(action)
        for key in keys:
            self.press(key)
        if says:
            self.until(lambda seen: seen.typing is not None, action)
            self.program.send(says)
            self.until(lambda seen: seen.typing is not None and seen.typing.value == says, action)
        let_go()
        self.program.send(F8)
        wait_log(self.folder, lambda log: row in kinds(log[before:]))
        self.leave()


def done_by_hand(folder: Path) -> list[Row]:
    """Rooms come and go meanwhile."""
    return [row for row in log_rows(folder) if row.kind not in TELEMETRY]


@contextmanager
def at_the_keys(folder: Path, *args: str | Path) -> Iterator[Typist]:
    with watched(folder, *args) as (program, watching):
        yield Typist(program, watching, folder)


def made_at() -> set[str]:
    """Where the product makes boxes: module, class and function."""
    kinds_of_box = {kind.__name__ for kind in _below(TelexSafe)}
    found = set()
    for path in sources("console", "widgets"):
        for scope, node in _calls(ast.parse(path.read_text("utf-8")), ()):
            if isinstance(node.func, ast.Name) and node.func.id in kinds_of_box:
                found.add(f"{module_name(path)}:{'.'.join(scope)}")
    return found


def _below(kind: type[TelexSafe]) -> Iterator[type[TelexSafe]]:
    for module in sources("console", "widgets"):
        if "viet_input import" in module.read_text("utf-8"):
            importlib.import_module(module_name(module))
    for each in kind.__subclasses__():
        if each.__module__.startswith(("console.", "widgets.")):
            yield from (each, *_below(each))


def _calls(node: ast.AST, scope: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], ast.Call]]:
    for child in ast.iter_child_nodes(node):
        named = isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        inside = (*scope, child.name) if named else scope  # type: ignore[attr-defined]
        if isinstance(child, ast.Call):
            yield inside, child
        yield from _calls(child, inside)


def prepared(typist: Typist) -> None:
    """Something for every card to be about: an item held, people who ask to speak, an incident."""
    typist.does("advance", DOWN, row="ItemStarted")
    typist.does("hold", DOWN, row="ItemHeld")
    typist.does("hold", DOWN, row="ItemResumed")
    for name in ("A", "B"):
        typist.does("speaker_add", DOWN, says=name, row="SpeakerQueued")
    typist.select("overrule", Scope.POINTS)
    typist.does("overrule", *[DOWN] * 5, says="x", row="IncidentOpened")


def test_every_box_keeps_what_was_meant(tmp_path: Path) -> None:
    folder = tmp_path / "d" / "hn"
    folder.parent.mkdir()
    with at_the_keys(folder, "demo", "--points", "68", "--dir", folder) as typist:
        typist.program.wait_for("CẦM QUYỀN", START_S)
        typist.press(TAB)
        assert typist.box("first run") is not None
        while typist.watching.look().boxes:
            typist.press(ESC)
        prepared(typist)
        before = done_by_hand(folder)
        typist.select("", Scope.LOG)
        typist.press(TAB)
        assert typist.box("F5") is not None
        typist.press(ESC)
        without = {
            action.id
            for action in ACTIONS
            if action.acts(past=False) and action.id not in AT_ONCE and not typist.tries(action)
        }
        assert without == NOTHING_TO_TYPE
        assert done_by_hand(folder) == before
        places, boxes = typist.places, typist.kinds
    with at_the_keys(folder, "replay", folder) as typist:
        typist.program.wait_for("PHÁT LẠI", START_S)
        past = [action for action in ACTIONS if action.tense is Tense.PAST]
        assert {action.id for action in past if typist.tries(action)} == {"past_at"}
        assert done_by_hand(folder) == before
    assert places == made_at(), "every place in the source that makes a box was typed in"
    assert boxes == {kind.__name__ for kind in _below(TelexSafe)} - {"TelexSafe"}
