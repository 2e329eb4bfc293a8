"""Each key of the table pressed on the real program: it acts, or says where it does."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from kit.record.rows import log_rows
from kit.screens.console_process import (
    DOWN,
    ENTER,
    ESC,
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
    F9,
    START_S,
    UP,
)
from kit.screens.terminal import Terminal
from kit.screens.watched_console import Seen
from kit.screens.watching import DESKS, Watching, watched
from kit.small_conference import QUIET_MS

from console import actions
from console.actions import Action, Scope
from console.text.sentences import translator

BYTES = {
    **{"f1": F1, "f2": F2, "f3": F3, "f4": F4, "f5": F5, "f6": F6, "f7": F7, "f8": F8, "f9": F9},
    **{"up": UP, "down": DOWN, "pageup": b"\x1b[5~", "pagedown": b"\x1b[6~"},
    **{"home": b"\x1b[H", "end": b"\x1b[F", "enter": ENTER, "escape": ESC, "question_mark": b"?"},
    "space": b" ",
    **{
        f"shift+{way}": b"\x1b[1;2" + end
        for way, end in zip(("up", "down", "right", "left"), (b"A", b"B", b"C", b"D"), strict=True)
    },
}
SCREENS = {Scope.OPERATOR: F2, Scope.POINTS: F3, Scope.ROLL_CALL: F4, Scope.LOG: F5}
STANDS = {
    Scope.OPERATOR: "TIẾP THEO",
    Scope.POINTS: "XẤU NHẤT TRƯỚC",
    Scope.ROLL_CALL: "ĐIỂM DANH",
    Scope.LOG: "lọc:",
}
"""What is read on each screen and on no other."""
LEAVING, HELP = "RỜI BÀN ĐIỀU HÀNH?", "PHÍM Ở MÀN HÌNH NÀY"
ANSWER_S = 5
QUIET_S = QUIET_MS / 1000 + 0.15


class Expected(msgspec.Struct, frozen=True):
    """What the screen says after the key, one or the other of what "|" parts, and what has `gone` from it.

    `row` is the kind of the row that it leaves in the record. `before` is sent first; `back` puts things
    right again. `at` is where the key is pressed.
    """

    says: str = ""
    gone: str = ""
    row: str = ""
    before: bytes = b""
    back: bytes = ESC
    at: Scope = Scope.OPERATOR


EXPECTED = {
    "advance": Expected(says="CHUYỂN SANG 2.1?"),
    "hold": Expected(says="TẠM DỪNG", row="ItemHeld"),
    "time": Expected(says="GIỜ CỦA 1"),
    "plan_b": Expected(says="PHƯƠNG ÁN"),
    "undo": Expected(says="HOÀN TÁC"),
    "note": Expected(says="GHI CHÚ · mục"),
    "find": Expected(says="tên, mã, người"),
    "lock": Expected(says="KHÓA PHÍM", back=b"\x0c"),
    "palette": Expected(says="gõ tên lệnh"),
    "operator": Expected(says=STANDS[Scope.OPERATOR], at=Scope.POINTS, back=b""),
    "points": Expected(says=STANDS[Scope.POINTS], back=F2),
    "roll_call": Expected(says=STANDS[Scope.ROLL_CALL], back=F2),
    "log": Expected(says=STANDS[Scope.LOG], back=F2),
    "acknowledge": Expected(says="không có sự cố nào|nhận sự cố"),
    "call": Expected(says="ĐÃ GỌI"),
    "test_point": Expected(says="THỬ HAI CHIỀU", at=Scope.POINTS),
    "faults_only": Expected(says="lọc: chỉ điểm lỗi|CHỈ ĐIỂM LỖI", at=Scope.POINTS, back=b"\x12"),
    "mark_present": Expected(row="PresenceMarked", at=Scope.ROLL_CALL, back=b""),
    "export": Expected(says="XUẤT TỆP", at=Scope.LOG),
    **{
        each: Expected(says="{keys}: chỉ khi xem lại", back=b"")
        for each in ("past_back", "past_on", "past_item_back", "past_item_on")
    },
    "help": Expected(says=HELP),
    "leave": Expected(says=LEAVING),
    "copy": Expected(says="muốn rời: Ctrl+Q", back=b""),
    "move": Expected(at=Scope.POINTS, back=b""),
    "open": Expected(at=Scope.LOG, back=b""),
    "close": Expected(before=F1, gone=HELP, says=STANDS[Scope.OPERATOR], back=b""),
}
"""For each action that has a key. A key that is not here has never been pressed: say what it does."""
ONLY_AT = {
    **dict.fromkeys(("advance", "hold", "time", "plan_b", "undo"), Scope.OPERATOR),
    **dict.fromkeys(("test_point", "faults_only"), Scope.POINTS),
    "export": Scope.LOG,
}
"""Keys that are one screen's: elsewhere they say so. All others act everywhere."""
ON_ROLL_CALL = {
    "acknowledge": Expected(says="không có điểm cầu trực thuộc|TỈNH BÁO"),
    "faults_only": Expected(says="CHƯA CÓ MẶT", back=b"\x12"),
}
"""Keys of F3 that on F4 are about provinces and who is missing."""


def sent(key: str) -> bytes:
    """A key of the table as a terminal sends it."""
    if key.startswith("ctrl+"):
        return bytes([ord(key[-1]) - ord("a") + 1])
    return BYTES[key]


def keyed() -> list[tuple[Action, str]]:
    """Every key that the table binds, or that a widget reads, at a conference under way."""
    table = (action for action in actions.ACTIONS if action.bound or action.acts(past=False))
    return [(action, key) for action in table for key in action.keys]


class Presser:
    """A person who tries out each key. `folder` is the conference that `program` shows."""

    def __init__(self, program: Terminal, watching: Watching, folder: Path) -> None:
        self.program = program
        self.watching = watching
        self.folder = folder
        self.t = translator("vi")
        self.here = Scope.OPERATOR
        self._quiet_from = 0.0

    def go(self, scope: Scope) -> None:
        """To the screen of `scope`."""
        if scope is not self.here:
            self.program.send(SCREENS[scope])
            self.program.wait_for(STANDS[scope], ANSWER_S)
            self.here = scope

    def press(self, action: Action, key: str, scope: Scope | None = None) -> None:
        """The key where it works, or on the screen of `scope`; what came of it is what is expected. A
        failure spoils no other key.
        """
        expected = EXPECTED[action.id]
        if scope is not None:
            special = ON_ROLL_CALL if scope is Scope.ROLL_CALL else {}
            expected = msgspec.structs.replace(special.get(action.id, expected), at=scope)
        try:
            self._press(action, key, expected)
        except BaseException:
            for again in (ESC, ESC, ESC, F2):
                self.dealt_with(again)
            self.here = Scope.OPERATOR
            raise

    def dealt_with(self, key: bytes) -> Seen:
        """A key, and how things stand when all that comes of it is done."""
        before = self.watching.look().keys
        self.program.send(key)
        end = time.monotonic() + ANSWER_S
        while (seen := self.watching.look()).keys == before:
            assert time.monotonic() < end, (key, self.program.text())
        return seen

    def changes(self, key: bytes) -> None:
        """F7 or F8, once they have been let go for long enough."""
        time.sleep(max(0.0, self._quiet_from - time.monotonic()))
        self.program.send(key)
        self._quiet_from = time.monotonic() + QUIET_S

    def _press(self, action: Action, key: str, expected: Expected) -> None:
        self.go(expected.at)
        if expected.before:
            self.dealt_with(expected.before)
            self.program.wait_until(lambda text: expected.gone in text, ANSWER_S)
        before, rows = self.program.text(), len(log_rows(self.folder))
        self.changes(sent(key)) if key in ("f7", "f8") else self.program.send(sent(key))
        wanted = expected.says.format(keys=actions.keys_of(action)).split("|")
        self.program.wait_until(lambda text: any(words in text for words in wanted), ANSWER_S)
        if expected.gone:
            self.program.wait_until(lambda text: expected.gone not in text, ANSWER_S)
        if expected.row:
            self.recorded(expected.row, rows)
        if action.id == "move":
            self.program.wait_until(lambda text: text != before, ANSWER_S)
        self._back(expected, rows)
        if action.screen:
            self.here = Scope.OPERATOR

    def press_elsewhere(self, action: Action, key: str, scope: Scope) -> None:
        """A key that belongs to one screen, on another: it says where, and leaves nothing behind."""
        self.go(scope)
        rows, where = self._people(0), self.t(f"screen.{ONLY_AT[action.id]}")
        self.program.send(sent(key))
        self._says(f"{self.t(action.title)}: chỉ dùng ở màn hình {where}")
        self.watching.look()
        assert self._people(0) == rows, action.id

    def under_the_card(self, keys: Sequence[str]) -> None:
        """Each of them while the card before leaving is open: it stays, and nothing is left behind."""
        self.go(Scope.OPERATOR)
        rows = self._people(0)
        self.program.send(sent("ctrl+q"))
        self._says(LEAVING)
        for key in keys:
            self.program.send(sent(key))
        self.program.send(DOWN)
        self._says("> Rời")
        assert LEAVING in self.program.text()
        self.program.send(ESC)
        self.program.wait_until(lambda text: LEAVING not in text, ANSWER_S)
        assert self._people(0) == rows

    def _says(self, words: str) -> None:
        self.program.wait_for(words, ANSWER_S)

    def recorded(self, kind: str, after: int) -> None:
        """A row of this kind, behind that many."""
        end = time.monotonic() + ANSWER_S
        while kind not in self._people(after):
            assert time.monotonic() < end, (kind, self._people(after), self.program.text())
            time.sleep(0.02)

    def _people(self, after: int) -> list[str]:
        """What a person did; rooms come and go meanwhile."""
        ours = ("Item", "Note", "Control", "Presence", "Call", "Phase", "Incident", "Advance")
        return [row.kind for row in log_rows(self.folder)[after:] if row.kind.startswith(ours[:5])]

    def _back(self, expected: Expected, rows: int) -> None:
        if expected.row == "ItemHeld":
            self.changes(F7)
            self.recorded("ItemResumed", rows)
        seen = self.watching.look()
        if not expected.back:
            return
        for _ in range(3):
            seen = self.dealt_with(expected.back)
            if seen.screen in DESKS and seen.typing is None:
                return
        raise AssertionError(f"it does not go away: {seen}\n{self.program.text()}")


@contextmanager
def demo(folder: Path, cols: int = 120, rows: int = 40, *around: str) -> Iterator[Presser]:
    """The demo on a terminal, open and one item on; `around` is what it is started in."""
    with watched(folder, "demo", "--points", "40", "--dir", folder, size=(cols, rows), around=around) as (
        program,
        watching,
    ):
        presser = Presser(program, watching, folder)
        _open_day(presser)
        yield presser


def _open_day(presser: Presser) -> None:
    """The newcomer's card goes, the conference is opened and one item on."""
    program = presser.program
    program.wait_for("CẦM QUYỀN", START_S)
    while presser.watching.look().screen not in DESKS:
        presser.dealt_with(ESC)
    presser._quiet_from = time.monotonic() + QUIET_S
    for _ in range(2):
        rows = len(log_rows(presser.folder))
        presser.changes(F8)
        program.wait_until(lambda text: "KHAI MẠC HỘI NGHỊ?" in text or "mới lên sóng" in text, ANSWER_S)
        program.send(DOWN)
        presser.changes(F8)
        presser.recorded("ItemStarted", rows)
