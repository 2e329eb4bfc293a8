"""Who gives a command from the command line."""

from __future__ import annotations

import getpass

import click

from data.text import clean

AS = click.option("--as", "actor", metavar="NAME", envvar="DIEMCAU_AS", help="cli.opt.as")
LONGEST_NAME = 40


def actor_name(given: str | None) -> str:
    """The name for the record: the given one, else the login, else "cli"."""
    name = given
    if name is None:
        try:
            name = getpass.getuser()
        except (KeyError, OSError, ImportError):
            name = ""
    return clean(name.strip(), LONGEST_NAME) or "cli"
