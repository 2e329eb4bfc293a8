"""The clips of a programme in a folder of this machine, against what the plan says of them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from data.folder.model import AgendaItem, Conference
from data.folder.problem import Problem
from data.text import clean, fold

TOLERANCE_S = 3
SUFFIXES = frozenset(
    {".mp4", ".mov", ".mkv", ".avi", ".wmv", ".mpg", ".mpeg", ".ts", ".m4v", ".webm", ".mp3", ".wav"}
)


def clip_problems(conference: Conference, folder: Path) -> Iterator[Problem]:
    """What is wrong with each clip that the programme names; fallbacks that are files as well.

    Another length than the plan's, and a film without sound, are warnings.
    """
    if find_spec("av") is None:
        yield Problem(code="clip_package_missing", params={"package": "av"})
        return
    there = {fold(path.name): path for path in folder.iterdir()} if folder.is_dir() else {}
    for name, item in _named(conference).items():
        path = there.get(fold(name))
        if path is None or not path.is_file():
            yield _problem("clip_missing", name, item, folder=str(folder))
        else:
            yield from _of_file(path, name, item)


def _named(conference: Conference) -> dict[str, AgendaItem]:
    """Each file once, with the first item that plays it."""
    found: dict[str, AgendaItem] = {}
    for item in conference.items:
        for name in (item.media, item.fallback):
            if Path(name).suffix.lower() in SUFFIXES:
                found.setdefault(name, item)
    return found


def _of_file(path: Path, name: str, item: AgendaItem) -> Iterator[Problem]:
    from adapters.feeds.clip import look_at

    clip = look_at(path)
    if not clip.opens:
        yield _problem("clip_unreadable", name, item)
        return
    if clip.broken_at_s is not None:
        yield _problem("clip_broken", name, item, second=round(clip.broken_at_s))
    if clip.picture and not clip.sound:
        yield _problem("clip_silent", name, item, warning=True)
    planned_s = item.media_length_s if name == item.media else None
    if planned_s is not None and clip.length_s is not None and abs(clip.length_s - planned_s) > TOLERANCE_S:
        yield _problem(
            "clip_length", name, item, warning=True, length=round(clip.length_s), planned=planned_s
        )


def _problem(
    code: str, name: str, item: AgendaItem, *, warning: bool = False, **params: str | int
) -> Problem:
    return Problem(code=code, file=clean(name, 200), params={"cue": item.cue, **params}, warning=warning)
