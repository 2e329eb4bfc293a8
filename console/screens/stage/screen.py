"""The screen that faces the speaker, as an App of its own: it shows, and no key changes anything."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.filter import LineFilter

from console.screens.stage.words import stage
from console.stage import StageReader
from console.terminal import title as terminal_title
from console.text.sentences import Text
from console.theme import DARK, VARIABLE_DEFAULTS, register_themes
from data.record.errors import LogError
from data.text import clean
from widgets.ascii_signs import AsciiFilter
from widgets.glyphs import ASCII, UNICODE, GlyphSet
from widgets.stage_view import StageView

LOOK_S = 0.25
"""How often the record is asked for news: what was commanded is seen within twice that."""
TICK_S = 0.2
"""How often the digits are set, whether the record answers or not."""


class StageApp(App[None]):
    """Ctrl+Q and Ctrl+C leave; that is all there is to press."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { overflow: hidden; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q,ctrl+c", "quit", show=False, priority=True)]

    def __init__(
        self, reader: StageReader, t: Text, *, glyphs: GlyphSet = UNICODE, theme: str = DARK
    ) -> None:
        """`reader` has had its first look."""
        self._spelling = (AsciiFilter(),) if glyphs is ASCII else ()
        super().__init__()
        self._reader = reader
        self._t = t
        self._glyphs = glyphs
        register_themes(self, name=theme, framed=reader.folder.is_rehearsal)
        self.title = clean(reader.conference.title)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """So that any theme paints."""
        return VARIABLE_DEFAULTS

    def get_line_filters(self) -> Sequence[LineFilter]:
        """With ASCII signs, nothing but letters leaves in any other."""
        return (*super().get_line_filters(), *self._spelling)

    def compose(self) -> ComposeResult:
        """One picture."""
        yield StageView(glyphs=self._glyphs)

    def on_mount(self) -> None:
        """From here on the record is followed, and the clock counts by itself."""
        conference = self._reader.conference
        terminal_title.put(self._write, conference.short_title or conference.title)
        self.tick()
        self.set_interval(TICK_S, self.tick)
        self.run_worker(self._follow(), group="record", exit_on_error=False)

    def on_unmount(self) -> None:
        """Leave the terminal as it was."""
        terminal_title.restore(self._write)

    def tick(self) -> None:
        """Show this instant."""
        self.query_one(StageView).show(stage(self._reader.seen(), self._t, self._glyphs))

    async def _follow(self) -> None:
        """In a thread, for a disk that hangs must not stop the digits; what fails is the age's to say."""
        while True:
            try:
                await asyncio.to_thread(self._reader.look)
            except LogError as error:
                self.log.warning(error.code)
            self.tick()
            await asyncio.sleep(LOOK_S)

    def _write(self, codes: str) -> None:
        if self._driver is not None:
            self._driver.write(codes)
