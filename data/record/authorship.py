"""Whose row it is: a person's, or the program's own, told by a source or by itself.

Logs of programs before this one name the person at the keys in every row. Who did it is therefore read from
the kind of the row, never from its actor alone.
"""

from __future__ import annotations

from data.events import Body, Event

PROGRAM = "diemcau"
"""The actor of a row that no person made."""


def actor_of(body: Body, person: str) -> str:
    """The actor that a row with `body` is given where `person` sits at the keys.

    What was shown to a person names that person: it answers, later, who could have known.
    """
    return PROGRAM if body.by_program and not body.to_person else person


def source_of(event: Event) -> str:
    """The source that told the program of this, "" where a person did it, or the program by itself."""
    return str(getattr(event.body, "source", "")) if event.body.by_program else ""
