"""The parts behind the App, put together once: who looks, who guards, who asks, who carries out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.app import App
from textual.widgets import Input

from console.actions import Scope
from console.keys.guard import KeyGuard
from console.keys.keymap import Keymap
from console.screens.cards.card_context import CardContext
from console.screens.cards.lookup import Lookup
from console.screens.cards.self_opening import SelfOpening
from console.screens.cards.table import CardTable
from console.screens.desk_screen import DeskScreen
from console.screens.dispatch import Dispatch
from console.screens.navigation import Navigation
from console.screens.notices import Notices
from console.screens.operator.screen import OperatorScreen
from console.screens.own_window import OwnWindow
from console.screens.painter import Painter
from console.screens.places import make_screen
from console.screens.verbs.performing import Performing
from console.screens.window_keys import WindowKeys
from console.seat import Seat
from console.text.sentences import Text
from console.viewing import Viewing
from widgets.glyphs import GlyphSet


class Parts:
    """`here` is the full screen on show, `repaint` shows the newest state now."""

    def __init__(
        self,
        app: App[None],
        session: Seat,
        t: Text,
        glyphs: GlyphSet,
        house: Keymap,
        *,
        here: Callable[[], DeskScreen],
        repaint: Callable[[], None],
    ) -> None:
        self._app = app
        self._here = here
        self._repaint = repaint
        past = session.playing is not None
        self.own_window = window = OwnWindow(app, t)
        self.viewing = viewing = Viewing(session)
        quiet_ms = session.conference.thresholds.quiet_time_ms
        self.guard = guard = KeyGuard(session.clock.real_ns, quiet_ms, past=past)
        self.painter = Painter(
            viewing,
            guard,
            here=here,
            later=app.set_timer,
            ring=(lambda: None) if past else app.bell,
            clock=session.clock,
            pace=lambda: session.pace,
            in_protocol=session.conference.look.bell_in_protocol,
        )
        self.cards = cards = CardTable(
            app.push_screen, CardContext(viewing.view, guard.f8, t, glyphs), house.acting(past=past)
        )
        self.notices = notices = Notices(session, t, glyphs)
        self.performing = doing = Performing(
            session,
            cards,
            t,
            tell=window.say,
            repaint=repaint,
            asked=lambda question: notices.asked(viewing.painted(), question),
        )
        self.opening = SelfOpening(viewing, guard, doing, self._free_place, t=t, glyphs=glyphs)
        self.operator = OperatorScreen(t, glyphs, repaint)
        self.navigation = navigation = Navigation(
            {"operator": self.operator},
            lambda place: make_screen(place, t, glyphs, repaint, session),
            here=here,
            install=app.install_screen,
            switch=app.switch_screen,
            run=partial(app.run_worker, group="navigation", exit_on_error=False),
            shown=repaint,
        )
        self.lookup = Lookup(
            session.conference, viewing, t, glyphs, cards=cards, navigation=navigation, tell=window.say
        )
        keys = WindowKeys(self, session, t, leave=app.exit, here=here, answer=self._answer)
        self.dispatch = Dispatch(
            guard,
            viewing,
            doing,
            navigation,
            house,
            t=t,
            glyphs=glyphs,
            tell=self._answer,
            windows=keys.table(),
        )

    def look(self) -> None:
        """What the person in control was shown goes to the record; call it every second."""
        self.notices.look(self.viewing.painted())

    def _free_place(self) -> Scope | None:
        """The desk on show, while nothing is open over it or being typed; none while the windows close."""
        if not self._app.screen_stack:
            return None
        free = self._app.screen is self._here() and not isinstance(self._app.focused, Input)
        return self._here().scope if free else None

    def _answer(self, text: str, severity: str) -> None:
        self._repaint()
        self.own_window.say(text, severity)
