"""The fields of an item as they stand on the command line: options, and what they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
import msgspec
from msgspec import UNSET, UnsetType

from console.cli.command import Terminal
from console.cli.failures import Denied
from console.cli.opening import load_conference
from data.agenda.programme import ItemChanges
from data.folder.model import ItemKind
from data.folder.problem import ProblemError
from data.text import clean

LONGEST_TEXT = 400

F = TypeVar("F", bound=Callable[..., object])

_TEXTS = ("speaker", "speaker_title", "organisation", "note")
_OPTIONS = (
    *(
        click.option(
            f"--{name.replace('_', '-')}", name, default=None, metavar="TEXT", help=f"cli.item.{name}"
        )
        for name in _TEXTS
    ),
    click.option("--point", default=None, metavar="CODE", help="cli.item.point"),
    click.option("--length", default=None, metavar="TIME", help="cli.item.length"),
    click.option(
        "--kind", type=click.Choice([str(kind) for kind in ItemKind]), default=None, help="cli.item.kind"
    ),
)


class Fields(msgspec.Struct, frozen=True, kw_only=True):
    """What was given; None for what was not, "" for what shall be empty."""

    speaker: str | None
    speaker_title: str | None
    organisation: str | None
    note: str | None
    point: str | None
    length: str | None
    kind: str | None

    def changes(self, talk: Terminal, folder: Path, title: str | None) -> ItemChanges:
        """The same as fields of an item. Raises Denied for what is no time and no point."""
        return ItemChanges(
            title=_text(title),
            speaker=_text(self.speaker),
            speaker_title=_text(self.speaker_title),
            organisation=_text(self.organisation),
            note=_text(self.note),
            kind=UNSET if self.kind is None else ItemKind(self.kind),
            point=UNSET if self.point is None else point_code(talk, folder, self.point),
            duration_s=UNSET if self.length is None else seconds(talk, self.length),
        )


def item_fields(command: F) -> F:
    """Give `command` the options of `Fields`, each an argument of its own name."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def seconds(talk: Terminal, written: str) -> int:
    """ "5'", "1:30", "90 giây"; a bare number is minutes. Raises Denied."""
    from data.importers.times import parse_duration

    length = parse_duration(written.strip())
    if length is None:
        raise Denied(talk.t("cli.extend.not_a_time", value=written))
    return length


def point_code(talk: Terminal, folder: Path, written: str) -> str:
    """The code as the roster has it, however its letters were written. Raises Denied for none of them.

    Of a folder that was broken during the day nothing is known: there the code stands as it is written.
    """
    wanted = clean(written.strip(), LONGEST_TEXT)
    try:
        points = load_conference(talk, folder, warn=False).points
    except ProblemError:
        return wanted
    for point in points:
        if point.code.casefold() == wanted.casefold():
            return point.code
    if wanted:
        raise Denied(talk.t("cli.item.no_point", value=written))
    return ""


def _text(written: str | None) -> str | UnsetType:
    return UNSET if written is None else clean(written.strip(), LONGEST_TEXT)
