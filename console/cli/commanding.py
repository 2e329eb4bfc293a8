"""One command of a person, decided and written by a process that lives only for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from console import presence
from console.cli.command import Terminal
from console.cli.failures import Denied
from console.cli.opening import load_conference, opened_log
from console.folder import Folder
from console.plan import notice_of, plan_of
from console.text.problems import problem_line, refusal_line
from data.clock import Moment
from data.commands import Command, TakeControl
from data.events import ControlHanded, Fact
from data.folder.model import Conference
from data.folder.problem import ProblemError
from data.rules import Context, Refusal, decide
from data.state import ConferenceState


def give(
    talk: Terminal,
    folder: Path,
    command: Callable[[ConferenceState], Command],
    *,
    actor: str,
    take_control: str | None = None,
    borrow: bool = False,
    alongside: Callable[[], object] | None = None,
) -> ConferenceState:
    """Carry out `command(state)` on the newest state; returns the state after it.

    `take_control` is the reason for taking the token from a console that lives; with `borrow` that console
    has it again in the same append, whatever comes after. `alongside` is done when
    nothing refuses the command, before it is written: what it raises leaves the record as it was. Raises
    Denied with the rule's sentence, LogError, ProblemError.
    """
    conference = _conference(talk, folder)
    me = presence.console_name()
    with opened_log(Folder(folder), conference, read_only=False) as log:
        if conference.items and log.state.opened_ms is None:
            log.transact(_adopting(conference, me, actor), actor=actor, console=me)
        holder = log.state.control.console if log.state.control else ""
        context = Context(
            console=me,
            actor=actor,
            holder_alive=not holder or presence.is_alive(folder, holder),
            min_take_ms=conference.thresholds.min_take_ms,
        )
        if log.state.phase == "running":
            log.transact(_noticing(conference, context, holder), actor=actor, console=me)
        decided = _deciding(command, context, holder, take_control, borrow=borrow)
        outcome = log.transact(_together(decided, alongside), actor=actor, console=me)
        if isinstance(outcome.refusal, Refusal):
            raise Denied(refusal_line(outcome.refusal, talk.t))
        return log.state


Decided = Callable[[ConferenceState, Moment], Sequence[Fact] | Refusal]


def _together(decided: Decided, alongside: Callable[[], object] | None) -> Decided:
    """`decided`, and `alongside` with it; once, though a full disk may have it decided twice."""
    waiting = [] if alongside is None else [alongside]

    def both(state: ConferenceState, now: Moment) -> Sequence[Fact] | Refusal:
        outcome = decided(state, now)
        if not isinstance(outcome, Refusal):
            while waiting:
                waiting.pop()()
        return outcome

    return both


def _deciding(
    command: Callable[[ConferenceState], Command],
    about: Context,
    holder: str,
    take_control: str | None,
    *,
    borrow: bool,
) -> Decided:
    """The command, behind the taking of control when that was asked for: both, or neither. With `borrow`
    the handing back goes with them.
    """

    def decided(state: ConferenceState, now: Moment) -> Sequence[Fact] | Refusal:
        context = about.facing(state, holder)
        if take_control is None:
            return decide(state, command(state), context, now)
        taken = decide(state, TakeControl(reason=take_control), context, now)
        if isinstance(taken, Refusal):
            return taken
        ours = msgspec.structs.replace(context, holder_alive=False)
        done = decide(state, command(state), ours, now)
        if isinstance(done, Refusal):
            return done
        return (*taken, *done, *(_back(state, context) if taken and borrow else ()))

    return decided


def _back(state: ConferenceState, context: Context) -> tuple[Fact, ...]:
    """To whom it was taken from; to nobody, where that console is gone or nobody had it."""
    lender = state.control if context.holder_alive else None
    return (Fact(ControlHanded(to=lender.console, of=lender.actor) if lender else ControlHanded()),)


def _adopting(conference: Conference, me: str, actor: str) -> Decided:
    """The folder's programme becomes the one in force, before the opening."""
    plan, context = plan_of(conference), Context(console=me, actor=actor)
    return lambda state, now: decide(state, plan, context, now)


def _noticing(conference: Conference, about: Context, holder: str) -> Decided:
    """A programme long left alone asks before it goes on, whoever opens it."""
    notice = notice_of(conference)
    return lambda state, now: decide(state, notice, about.facing(state, holder), now)


def _conference(talk: Terminal, folder: Path) -> Conference:
    """The folder as it is; a folder that was broken during the day still commands its own record."""
    try:
        return load_conference(talk, folder, warn=False)
    except ProblemError as error:
        if not Folder(folder).log_path.exists():
            raise
        for problem in error.problems:
            talk.narrate(problem_line(problem, talk.t))
        talk.say("cli.folder_broken")
        return Conference(title="", timezone="UTC", start_ms=0, items=(), points=())
