"""How the console looks: what the command line asks for, the folder's settings, what the terminal can do."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Mapping

import click
import msgspec

from data.folder.model import THEMES, Look

THEME = click.option("--theme", type=click.Choice(THEMES), default=None, help="cli.opt.theme")
ASCII = click.option("--ascii", "ascii_only", is_flag=True, help="cli.opt.ascii")


def settle_look(settings: Look, theme: str | None, *, ascii_only: bool) -> Look:
    """`settings` as this terminal shall have them; `glyphs` is "unicode" or "ascii" afterwards."""
    glyphs = "ascii" if ascii_only else settings.glyphs
    if glyphs == "auto":
        encoding = getattr(sys.stdout, "encoding", None) or "ascii"
        glyphs = "unicode" if draws_signs(os.environ, encoding) else "ascii"
    return msgspec.structs.replace(settings, theme=theme or settings.theme, glyphs=glyphs)


def draws_signs(environment: Mapping[str, str], encoding: str) -> bool:
    """Whether a terminal can be trusted with signs beyond ASCII: UTF-8, and not the Linux console.

    The Linux console reads UTF-8, but its font of 512 signs has no marks and no round corners.
    """
    try:
        utf8 = codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        utf8 = False
    return utf8 and environment.get("TERM") != "linux"
