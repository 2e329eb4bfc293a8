"""What keys do in this window alone: cards to read, the lock, the colours, leaving."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from console.screens.desk_screen import DeskScreen
from console.screens.scrubbing import scrubbing
from console.screens.verbs.performing import Tell
from console.seat import Seat
from console.text.sentences import Text

if TYPE_CHECKING:
    from console.screens.parts import Parts


class WindowKeys:
    """`leave` ends the console, `answer` says a word after the newest state is shown."""

    def __init__(
        self,
        parts: Parts,
        session: Seat,
        t: Text,
        *,
        leave: Callable[[], None],
        here: Callable[[], DeskScreen],
        answer: Tell,
    ) -> None:
        self._parts = parts
        self._session = session
        self._t = t
        self._leave_now = leave
        self._here = here
        self._answer = answer

    def table(self) -> dict[str, Callable[[], None]]:
        """By the id of the action."""
        parts, cards, doing = self._parts, self._parts.cards, self._parts.performing
        return {
            "note": doing.note,
            "find": parts.lookup.open,
            "palette": lambda: cards.palette(parts.dispatch.choose),
            "help": lambda: cards.help(self._here().scope),
            "leave": self._leave,
            "copy": parts.own_window.copy,
            "lock": self._lock,
            "names": lambda: cards.names(partial(doing.carry_out, done="names.done")),
            "preflight": lambda: cards.preflight(parts.viewing.view, doing.carry_out),
            "record_head": lambda: cards.head(self._session),
            "item_checks": lambda: doing.item_checks(self._here().selection.cue),
            "theme": parts.own_window.wear_next,
            **scrubbing(self._session, cards, self._t, self._answer),
        }

    def _leave(self) -> None:
        folder = self._session.folder
        if self._session.playing is not None:
            self._leave_now()
            return
        self._parts.cards.leave(folder, self._leave_now)

    def _lock(self) -> None:
        guard, viewing = self._parts.guard, self._parts.viewing
        guard.locked = viewing.locked = not guard.locked
        self._parts.painter.paint()
        # A graver line may hide the one about the lock, and only the operator's desk has the F8 line.
        self._answer(self._t("notice.lock.on" if guard.locked else "notice.lock.off"), "information")
