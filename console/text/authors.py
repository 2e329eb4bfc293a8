"""Who did it, in a word: a person, the source that told, or the program by itself."""

from __future__ import annotations

from console.text.sentences import Translate
from data.events import Event
from data.record.authorship import source_of


def author(event: Event, t: Translate) -> str:
    """The name that a reader sees for the actor of a row."""
    if not event.body.by_program:
        return event.actor
    return source_of(event) or t("record.program")
