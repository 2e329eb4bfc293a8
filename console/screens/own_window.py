"""What touches this window alone and never the conference: notices, the clipboard, the colours."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.app import App
from textual.screen import Screen

from console.screens.cards.overlay import Overlay
from console.screens.desk_screen import NEXT_FRAME_S
from console.text.sentences import Text
from console.theme import next_theme
from data.text import clean

NOTICE_S = 4
READ_S = 15
"""For two sentences that are told once."""


class OwnWindow:
    """The window of `app`."""

    def __init__(self, app: App[None], t: Text) -> None:
        self._app = app
        self._t = t

    def say(
        self,
        text: str,
        severity: str = "information",
        *,
        on: Screen[Any] | None = None,
        seconds: float = NOTICE_S,
    ) -> None:
        """A word to the person at the keys, "" for none: one at a time, gone by itself; a frame after what it
        is about, for it moves the layout. While a card is open it stands on the card's own line; what is
        about the card `on` goes with it.
        """
        if text:
            self._app.set_timer(NEXT_FRAME_S, partial(self._say, text, severity, on, seconds))

    def copy(self) -> None:
        """The selected text; without one it says how to leave."""
        selected = self._app.screen.get_selected_text()
        if selected:
            self._app.copy_to_clipboard(selected)
            self.say(self._t("notice.copied", chars=len(selected)))
        else:
            self.say(self._t("notice.how_to_leave"))

    def wear_next(self) -> None:
        """The next theme."""
        self.say(self._t("notice.theme", name=self._t(f"theme.{next_theme(self._app)}")))

    def _say(self, text: str, severity: str, on: Screen[Any] | None, seconds: float) -> None:
        app = self._app
        if on is not None and on is not app.screen:
            return
        if isinstance(app.screen, Overlay):
            app.screen.tell(clean(text, limit=200), seconds)
            return
        app.clear_notifications()
        for screen in app.screen_stack:  # else Textual keeps the empty frame of every one of the day
            screen.query("ToastHolder").remove()
        app.notify(clean(text, limit=200), severity=severity, timeout=seconds, markup=False)  # type: ignore[arg-type]
