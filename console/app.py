"""The console's App: keys into commands, views onto the screen. It decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from console import actions
from console.palette import PaletteScreen
from console.problem_text import refusal_line
from console.quiet_key import QuietKey
from console.screens import questions
from console.screens.cards import Answer, ChoiceScreen, HelpScreen, NoteScreen
from console.screens.operator import OperatorScreen
from console.screens.questions import Question
from console.screens.strip import Strip
from console.session import Session
from console.text import Text
from console.theme import DARK, VARIABLE_DEFAULTS, register_themes
from console.view import Desktop, View, ViewMaker
from data.commands import AddNote, Advance, Command, Hold, ReleaseControl, Resume, TakeControl, UndoAdvance
from data.events import ClockStepped, Event
from data.text import clean
from widgets.glyphs import UNICODE, GlyphSet

FLUSH_S = 0.25
NOTICE_S = 4
STEP_SHOWN_MS = 30_000
RECENT_ROWS = 400


class ConsoleApp(App[None]):
    """One screen for one audience; this version has the operator's.

    Commands repaint at once, telemetry at most four times a second, ages and countdowns on the
    second.
    """

    CSS_PATH = "console.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [
        (",".join(action.keys), f"desk('{action.id}')", action.id)
        for action in actions.ACTIONS
        if action.bound and action.keys
    ]

    def __init__(self, session: Session, t: Text, *, glyphs: GlyphSet = UNICODE, theme: str = DARK) -> None:
        super().__init__()
        self.session = session
        self._t = t
        self._glyphs = glyphs
        self._maker = ViewMaker(session.conference)
        self._f8 = QuietKey(session.clock.real_ns, session.conference.thresholds.quiet_time_ms)
        self._f7 = QuietKey(session.clock.real_ns, session.conference.thresholds.quiet_time_ms)
        self._strip = Strip()
        self._dirty = False
        self._focused: bool | None = None
        self._step: ClockStepped | None = None
        self._step_seen_ms = 0
        self._desk = OperatorScreen(t, glyphs)
        register_themes(self, name=theme)
        self.title = clean(session.conference.title)
        session.watch(self._mark_dirty)
        session.desk.subscribe(self._on_events)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """So that any theme paints."""
        return VARIABLE_DEFAULTS

    def get_default_screen(self) -> Screen[None]:
        """The operator's desk."""
        return self._desk

    def on_mount(self) -> None:
        """Paint what the log says; only then begin the background work."""
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.refresh_view()
        self.run_worker(self._start(), group="session", exit_on_error=False)
        self.set_interval(FLUSH_S, self._repaint_if_dirty)
        self._on_second()

    async def _start(self) -> None:
        await self.session.start()
        await self.load_strip()

    async def load_strip(self) -> None:
        """The newest lines of the record, from before this console was opened."""
        after = max(0, self.session.desk.log_events - RECENT_ROWS)
        self._strip.load(await self.session.desk.read(after))
        self._mark_dirty()

    def view(self) -> View:
        """The desk at this instant."""
        session, desk = self.session, self.session.desk
        now = session.clock.now()
        stepped = self._step if now.utc_ms - self._step_seen_ms < STEP_SHOWN_MS else None
        return self._maker.make(
            session.state,
            session.readings,
            session.sources,
            now=now,
            real_ns=session.clock.real_ns(),
            desktop=Desktop(
                console=desk.identity.console,
                actor=desk.identity.actor,
                role=desk.identity.role,
                rehearsal=session.folder.is_rehearsal,
                polling=session.polling,
                log_events=desk.log_events,
                written_ms=desk.written_ms,
                unwritten=desk.unwritten,
                failure=desk.failure.code if desk.failure else "",
                waiting=desk.waiting,
                moved_ms=stepped.by_ms if stepped else None,
                focused=self._focused,
                trouble=session.trouble,
            ),
        )

    def refresh_view(self) -> None:
        """Show the newest state now."""
        self._dirty = False
        if self._desk.is_mounted:
            self._desk.present(self.view(), self._strip, waiting=False)

    def _mark_dirty(self) -> None:
        self._dirty = True

    def _repaint_if_dirty(self) -> None:
        if self._dirty:
            self.refresh_view()

    def _on_second(self) -> None:
        """Repaint just after the conference's second turns, so that no countdown skips one."""
        self._strip.tick()
        self.refresh_view()
        speed = self.session.conference.speed
        left_s = (1000 - self.session.clock.now().utc_ms % 1000) / 1000 / speed
        self.set_timer(max(FLUSH_S, left_s + 0.005), self._on_second)

    def _on_events(self, happened: tuple[Event, ...]) -> None:
        self._dirty = True
        self._strip.add(happened, self.session.desk.identity.console)
        for event in happened:
            if isinstance(event.body, ClockStepped):
                self._step, self._step_seen_ms = event.body, event.at.utc_ms

    def on_app_focus(self, _event: events.AppFocus) -> None:
        """The keyboard is here; the next half second's F8 is refused."""
        if self._focused is False:
            self._f8.focused()
        self._focused = True
        self.refresh_view()

    def on_app_blur(self, _event: events.AppBlur) -> None:
        """The keyboard is elsewhere: say so."""
        self._focused = False
        self.refresh_view()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The one handler of failed workers."""
        if event.state is WorkerState.ERROR:
            self.log.error(str(event.worker.error))
            self.say(self._t("notice.failed", why=type(event.worker.error).__name__), "error")

    def say(self, text: str, severity: str = "information") -> None:
        """A word to the person at the keys; gone by itself."""
        self.notify(clean(text, limit=200), severity=severity, timeout=NOTICE_S, markup=False)  # type: ignore[arg-type]

    def action_desk(self, action_id: str) -> None:
        """A key of the table was pressed."""
        action = actions.find(action_id)
        if isinstance(self.screen, ChoiceScreen | NoteScreen | PaletteScreen | HelpScreen):
            return
        if not action.available:
            key, label = actions.keys_of(action), self._t(action.title)
            self.say(self._t("notice.not_available", key=key, label=label))
            return
        self._handlers()[action_id]()

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "advance": self._advance,
            "hold": self._hold,
            "undo": self._undo,
            "note": self._note,
            "take_control": self._take_control,
            "hand_control": lambda: self._carry_out(ReleaseControl(), "notice.control_handed"),
            "palette": self._palette,
            "help": lambda: self._open(HelpScreen(questions.help_card(self._t), glyphs=self._glyphs)),
            "leave": self._leave,
            "copy": self._copy,
            "operator": self.refresh_view,
        }

    def _advance(self, *, by_palette: bool = False) -> None:
        if not by_palette and not self._f8.press():
            self.say(self._t("notice.focus" if self._f8.just_focused else "notice.quiet"))
            return
        view = self.view()
        if not self._may_change(view):
            return
        command = Advance(
            leaves=view.state.on_air,
            enters=view.entering.cue if view.entering else "",
            plan_version=view.state.plan_version,
            verdict=view.gate.verdict if view.entering else "go",
            why=view.gate.why,
        )
        if view.questions or by_palette:
            self._ask(questions.advance(view, self._t, self._glyphs), command)
        else:
            self._carry_out(command)

    def _hold(self, *, by_palette: bool = False) -> None:
        if not by_palette and not self._f7.press():
            return
        view = self.view()
        if not self._may_change(view):
            return
        cue = view.state.on_air
        command = Resume(item=cue) if view.state.held else Hold(item=cue)
        if by_palette or (view.on_air is not None and view.on_air.is_protocol):
            self._ask(questions.hold(view, self._t), command)
        else:
            self._carry_out(command)

    def _undo(self) -> None:
        view = self.view()
        if not view.state.advances:
            self.say(self._t("card.undo.nothing"))
        elif self._may_change(view):
            command = UndoAdvance(undone_seq=view.state.advances[-1].seq)
            self._ask(questions.undo(view, self._t), command)

    def _note(self) -> None:
        cue = self.session.state.on_air
        title = self._t("card.note.title", cue=cue) if cue else self._t("card.note.title_before")
        card = NoteScreen(clean(title), self._t("card.note.keys"), self._t("card.note.placeholder"))

        def write(text: str | None) -> None:
            if text:
                self._carry_out(AddNote(text=text, item=cue), "notice.noted")

        self._open(card, write)

    def _take_control(self) -> None:
        view = self.view()

        def command(answer: Answer) -> Command:
            return TakeControl(reason=answer.reason)

        self._ask(questions.take_control(view, self._t), command, "notice.control_taken")

    def _leave(self) -> None:
        question = questions.leave(str(self.session.folder.path), self._t)

        def done(answer: Answer | None) -> None:
            if answer is not None:
                self.exit()

        self._open(ChoiceScreen(question.choice, self._f8, glyphs=self._glyphs), done)

    def _copy(self) -> None:
        selected = self.screen.get_selected_text()
        if selected:
            self.copy_to_clipboard(selected)
            self.say(self._t("notice.copied", chars=len(selected)))
        else:
            self.say(self._t("notice.how_to_leave"))

    def _palette(self) -> None:
        by_palette: dict[str, Callable[[], None]] = {
            "advance": lambda: self._advance(by_palette=True),
            "hold": lambda: self._hold(by_palette=True),
        }

        def done(action_id: str | None) -> None:
            if action_id is not None:
                (by_palette | {k: v for k, v in self._handlers().items() if k not in by_palette})[action_id]()

        self._open(PaletteScreen(self._t), done)

    def _may_change(self, view: View) -> bool:
        """Says why not when this console may not change the programme."""
        if view.in_control:
            return True
        control = view.state.control
        self.say(self._t("f8.no_control", actor=control.actor if control else ""), "warning")
        return False

    def _ask(
        self, question: Question, command: Command | Callable[[Answer], Command], done: str = ""
    ) -> None:
        card = ChoiceScreen(
            question.choice,
            self._f8,
            glyphs=self._glyphs,
            needs_reason=question.needs_reason,
            placeholder=self._t("card.reason.placeholder"),
        )

        def answered(answer: Answer | None) -> None:
            if answer is None:
                return
            if callable(command):
                self._carry_out(command(answer), done)
            else:
                self._carry_out(_with_reason(command, answer.reason), done)

        self._open(card, answered)

    def _open(self, card: Screen[Any], done: Callable[[Any], None] | None = None) -> None:
        self.push_screen(card, done)

    def _carry_out(self, command: Command, done: str = "") -> None:
        """Away from the message loop: a log that is busy must not stop the screen."""
        self.run_worker(self._command(command, done), group="command", exit_on_error=False)

    async def _command(self, command: Command, done: str) -> None:
        refusal = await self.session.command(command)
        self.refresh_view()
        if refusal is not None:
            self.say(refusal_line(refusal, self._t), "warning")
        elif done:
            self.say(self._t(done))


def _with_reason(command: Command, reason: str) -> Command:
    if isinstance(command, Advance) and reason:
        import msgspec

        return msgspec.structs.replace(command, reason=reason)
    return command
