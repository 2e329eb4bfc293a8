"""The console's App: keys into commands, views onto the screen. It decides nothing itself."""

from __future__ import annotations

import gc
from collections.abc import Callable
from importlib import import_module
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding
from textual.screen import ModalScreen, Screen
from textual.worker import Worker, WorkerState

from console import actions, terminal_title
from console.problem_text import refusal_line
from console.quiet_key import QuietKey
from console.screens import questions, verbs
from console.screens.hasty_escape import read_as_escape
from console.screens.operator import OperatorScreen
from console.screens.questions import Answer, Question
from console.screens.verbs import Do, Say, Verb
from console.session import Session
from console.text import Text
from console.theme import DARK, VARIABLE_DEFAULTS, register_themes
from console.viewing import Viewing
from data.commands import AddNote, Command
from data.text import clean
from widgets.glyphs import UNICODE, GlyphSet

LATER = ("console.screens.cards", "console.palette")
"""What the first picture does not need; imported behind it, so that the first card need not wait."""
FLUSH_S = 0.25
NOTICE_S = 4


class ConsoleApp(App[None]):
    """One screen for one audience; this version has the operator's.

    Commands repaint at once, telemetry at most four times a second, ages and countdowns on the
    second.
    """

    CSS_PATH = "console.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [
        Binding(",".join(action.keys), f"desk('{action.id}')", action.id, priority=action.is_function_key)
        for action in actions.ACTIONS
        if action.bound and action.keys
    ]

    def __init__(
        self,
        session: Session,
        t: Text,
        *,
        glyphs: GlyphSet = UNICODE,
        theme: str = DARK,
        hints: tuple[str, ...] = (),
    ) -> None:
        """`hints` are message ids for a newcomer's card, none for no card."""
        super().__init__()
        read_as_escape()
        self.session = session
        self._t = t
        self._glyphs = glyphs
        self._viewing = Viewing(session)
        self._f8 = QuietKey(session.clock.real_ns, session.conference.thresholds.quiet_time_ms)
        self._f7 = QuietKey(session.clock.real_ns, session.conference.thresholds.quiet_time_ms)
        self._shown = False
        self._waiting = False
        self._desk = OperatorScreen(t, glyphs, self.refresh_view)
        self._hints = hints
        self._rehearsal = session.folder.is_rehearsal
        register_themes(self, name=theme, rehearsal=self._rehearsal)
        self.title = clean(session.conference.title)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """So that any theme paints."""
        return VARIABLE_DEFAULTS

    def get_default_screen(self) -> Screen[None]:
        """The operator's desk."""
        return self._desk

    def on_mount(self) -> None:
        """Only when the first picture stands does the background work begin."""
        mode = self._t("mode.rehearsal") if self._rehearsal else ""
        conference = self.session.conference
        terminal_title.put(self._write, mode, conference.short_title or conference.title)
        if self._hints:
            self._desk.welcome(self._hints, len(conference.points))
        self.call_after_refresh(self._begin)

    def on_unmount(self) -> None:
        """Leave the terminal as it was."""
        terminal_title.restore(self._write)

    def _write(self, codes: str) -> None:
        if self._driver is not None:
            self._driver.write(codes)

    async def on_event(self, event: events.Event) -> None:
        """Keys typed ahead of the first picture were not meant for what it says: they are dropped."""
        if self._shown or not isinstance(event, events.Key):
            await super().on_event(event)

    def _begin(self) -> None:
        self._shown = True
        self.run_worker(self._start(), group="session", exit_on_error=False)
        self.set_interval(FLUSH_S, self._repaint_if_changed)
        self._on_second()

    async def _start(self) -> None:
        await self.session.start()
        await self._viewing.load_strip()
        for name in LATER:
            import_module(name)
        gc.freeze()  # what stands now lasts as long as the console: no pause to look at it again
        gc.enable()

    def refresh_view(self) -> None:
        """Show the newest state now."""
        self._viewing.changed = False
        self._waiting = self._f8.is_held
        if self._desk.is_attached:
            self._desk.present(self._viewing.view(), self._viewing.strip, waiting=self._waiting)

    def _repaint_if_changed(self) -> None:
        for key in (self._f7, self._f8):
            key.beat()
        if self._viewing.changed or self._waiting != self._f8.is_held:
            self.refresh_view()

    def _on_second(self) -> None:
        """Repaint just after the conference's second turns, so that no countdown skips one."""
        self._viewing.strip.tick()
        self.refresh_view()
        speed = self.session.conference.speed
        left_s = (1000 - self.session.clock.now().utc_ms % 1000) / 1000 / speed
        self.set_timer(max(FLUSH_S, left_s + 0.005), self._on_second)

    def on_app_focus(self, _event: events.AppFocus) -> None:
        """The keyboard is here; the next half second's F8 is refused."""
        if self._viewing.focused is False:
            self._f8.focused()
        self._viewing.focused = True
        self.refresh_view()

    def on_app_blur(self, _event: events.AppBlur) -> None:
        """The keyboard is elsewhere: say so."""
        self._viewing.focused = False
        self.refresh_view()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The one handler of failed workers."""
        if event.state is WorkerState.ERROR:
            self.log.error(str(event.worker.error))
            self.say(self._t("notice.failed", why=type(event.worker.error).__name__), "error")

    def say(self, text: str, severity: str = "information") -> None:
        """A word to the person at the keys: one at a time, gone by itself."""
        self.clear_notifications()
        self.notify(clean(text, limit=200), severity=severity, timeout=NOTICE_S, markup=False)  # type: ignore[arg-type]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Under a card the keys of the table are the card's."""
        if action == "desk" and isinstance(self.screen, ModalScreen):
            return False
        return super().check_action(action, parameters)

    def action_desk(self, action_id: str) -> None:
        """A key of the table was pressed."""
        action = actions.find(action_id)
        if self._desk.try_key(action_id):
            return
        if not action.available:
            key, label = actions.keys_of(action), self._t(action.title)
            self.say(self._t("notice.not_available", key=key, label=label))
        elif self._is_quiet(action_id):
            self._run(action_id)

    def _is_quiet(self, action_id: str) -> bool:
        """F7 and F8 act only once they have been let go."""
        key = {"advance": self._f8, "hold": self._f7}.get(action_id)
        if key is None or key.press():
            return True
        if key.refused == 1:  # said once, not for every repeat
            self.refresh_view()
            self.say(self._t("notice.focus" if key.just_focused else "notice.quiet"))
        return False

    def _run(self, action_id: str, *, by_palette: bool = False) -> None:
        t, glyphs = self._t, self._glyphs
        chosen: dict[str, Callable[[], None]] = {
            "advance": lambda: self._perform(
                verbs.advance(self._viewing.view(), t, glyphs, by_palette=by_palette)
            ),
            "hold": lambda: self._perform(verbs.hold(self._viewing.view(), t, by_palette=by_palette)),
            "undo": lambda: self._perform(verbs.undo(self._viewing.view(), t)),
            "take_control": lambda: self._perform(verbs.take_control(self._viewing.view(), t)),
            "hand_control": lambda: self._perform(verbs.hand_control(self._viewing.view(), t)),
            "note": self._note,
            "palette": self._palette,
            "help": self._help,
            "leave": self._leave,
            "copy": self._copy,
            "operator": self.refresh_view,
        }
        chosen[action_id]()

    def _perform(self, verb: Verb) -> None:
        if isinstance(verb, Say):
            self.say(verb.text, "warning" if verb.warning else "information")
        elif isinstance(verb, Do):
            self._carry_out(verb.command, verb.done)
        else:
            self._ask(verb.question, lambda reason: self._carry_out(verb.command(reason), verb.done))

    def _ask(self, question: Question, confirmed: Callable[[str], None]) -> None:
        def answered(answer: Answer | None) -> None:
            if answer is not None:
                confirmed(answer.reason)

        from console.screens.cards import ChoiceScreen

        card = ChoiceScreen(
            question.choice,
            self._f8,
            glyphs=self._glyphs,
            needs_reason=question.needs_reason,
            placeholder=self._t("card.reason.placeholder"),
        )
        self._open(card, answered)

    def _note(self) -> None:
        from console.screens.cards import NoteScreen

        cue = self.session.state.on_air
        title = self._t("card.note.title", cue=cue) if cue else self._t("card.note.title_before")

        def write(text: str | None) -> None:
            if text:
                self._carry_out(AddNote(text=text, item=cue), "notice.noted")

        card = NoteScreen(clean(title), self._t("card.note.keys"), self._t("card.note.placeholder"))
        self._open(card, write)

    def _leave(self) -> None:
        folder = self.session.folder
        question = questions.leave(clean(str(folder.path)), self._t, demo=folder.is_demo)
        self._ask(question, lambda _reason: self.exit())

    def _copy(self) -> None:
        selected = self.screen.get_selected_text()
        if selected:
            self.copy_to_clipboard(selected)
            self.say(self._t("notice.copied", chars=len(selected)))
        else:
            self.say(self._t("notice.how_to_leave"))

    def _help(self) -> None:
        from console.screens.cards import HelpScreen

        self._open(HelpScreen(questions.help_card(self._t), glyphs=self._glyphs))

    def _palette(self) -> None:
        from console.palette import PaletteScreen

        def run(action_id: str | None) -> None:
            if action_id is not None:
                self._run(action_id, by_palette=True)

        self._open(PaletteScreen(self._t), run)

    def _open(self, card: Screen[Any], done: Callable[[Any], None] | None = None) -> None:
        self.push_screen(card, done)

    def _carry_out(self, command: Command, done: str = "") -> None:
        """Away from the message loop: a log that is busy must not stop the screen."""
        self.session.spawn("command", self._command(command, done))

    async def _command(self, command: Command, done: str) -> None:
        refusal = await self.session.command(command)
        self.refresh_view()
        if refusal is not None:
            self.say(refusal_line(refusal, self._t), "warning")
        elif done:
            self.say(self._t(done))
