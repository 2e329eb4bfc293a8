"""Opening what a command works on: the folder, its conference, its log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.command import Terminal
from console.cli.failures import NoTarget
from console.folder import Folder
from console.text.problems import problem_line
from console.text.sentences import LANGUAGES
from data.instants import HOME_ZONE

if TYPE_CHECKING:
    from data.folder.model import Conference
    from data.folder.problem import Problem
    from data.record.event_log import EventLog
    from data.state import ConferenceState

FOLDER = click.argument("folder", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="cli.opt.json")
_SETTINGS_LIMIT = 2**20


def load_conference(talk: Terminal, folder: Path, *, warn: bool = True, keep: bool = False) -> Conference:
    """The folder's conference; its language is adopted, its warnings are said.

    `keep` leaves a cache in the folder, for a console that may have to start again. Raises
    ProblemError with everything that is wrong.
    """
    from console.keys.keymap import checked
    from data.folder import cache as conference_cache
    from data.folder.problem import ProblemError

    cache = Folder(folder).reading_path
    known = conference_cache.recall(folder, cache)
    talk.adopt(known[0].language if known else glance(folder)[0])
    conference, problems = checked(*(known or _read(folder, cache, keep=keep)))
    if conference is None:
        raise ProblemError(*problems)
    for problem in problems if warn else ():
        talk.narrate(problem_line(problem, talk.t))
    return conference


def _read(folder: Path, cache: Path, *, keep: bool) -> tuple[Conference | None, tuple[Problem, ...]]:
    from data.folder import cache as conference_cache
    from data.folder import conference

    return conference_cache.load(folder, cache) if keep else conference.load(folder)


def glance(folder: Path) -> tuple[str, str]:
    """(language, timezone) by conference.toml alone, whatever the rest of the folder is like."""
    import tomllib

    try:
        with (folder / "conference.toml").open("rb") as file:
            settings = tomllib.loads(file.read(_SETTINGS_LIMIT).decode("utf-8-sig"))
    except (OSError, ValueError):
        return "vi", HOME_ZONE
    language, zone = settings.get("language"), settings.get("timezone")
    return (language if language in LANGUAGES else "vi"), _known_zone(zone)


def _known_zone(zone: object) -> str:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(str(zone or HOME_ZONE)).key
    except (KeyError, ValueError, OSError):
        return HOME_ZONE


def point_names(home: Path) -> dict[str, str]:
    """Code -> name of each point of a folder; none where it cannot be read: a log lies alone, too."""
    from data.folder import cache as conference_cache

    conference, _problems = conference_cache.recall(home, Folder(home).reading_path) or _read(
        home, Folder(home).reading_path, keep=False
    )
    return {} if conference is None else {point.code: point.label for point in conference.points}


def log_path(target: Path) -> Path:
    """The log that a FOLDER or a FILE names. Raises NoTarget where there is neither."""
    _there(target)
    return Folder(target).log_path if target.is_dir() else target


def day_of(log: Path) -> str:
    """A moment (UTC, ISO) of the day that a bare time is of: see `conference_day`; "" for a log without rows.

    Raises LogError.
    """
    from contextlib import closing

    from data.record.file import check_access, connect
    from data.record.page import conference_day

    check_access(log, writing=False)
    with closing(connect(log, writing=False, busy_timeout_ms=5000)) as connection:
        return conference_day(connection, log)


def _there(target: Path) -> None:
    """A log that is not there yet is said so where it is opened; anything else was meant to be a folder."""
    if not (target.exists() or (target.suffix == ".db" and target.parent.is_dir())):
        raise NoTarget(target)


def home_of(target: Path) -> Path:
    """The conference folder of a FOLDER or of a log in it. Raises NoTarget where there is neither."""
    _there(target)
    return target if target.is_dir() else target.parent


@contextmanager
def opened_log(
    folder: Folder, conference: Conference, *, read_only: bool
) -> Iterator[EventLog[ConferenceState]]:
    """The folded log, closed afterwards. Raises LogError."""
    from console.keeping.opened_log import open_log
    from data.clock import make_clock

    clock = make_clock(conference.speed, conference.speed_anchor_ms)
    log = open_log(folder, clock, read_only=read_only)
    try:
        yield log
    finally:
        log.close()
