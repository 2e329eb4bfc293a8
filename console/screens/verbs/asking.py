"""A question that is asked again as long as its card is open: what is painted and what is sent agree."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from console.screens.questions.gate import Answer, Question
from console.screens.verbs.verb import Ask, Say, Verb
from data.commands import Command
from widgets.line import Piece
from widgets.tone import Tone


class Asking:
    """`again` says what the verb amounts to by now; without it the question stays as it was."""

    def __init__(self, verb: Ask, again: Callable[[], Verb] | None = None) -> None:
        self._verb = verb
        self._again = again
        self.question = verb.question

    @property
    def done(self) -> str:
        """Message id to say when it was carried out."""
        return self._verb.done

    def renew(self) -> Question:
        """The question as it is now; only staying is left of one that can be asked no more."""
        verb = self._again() if self._again is not None else None
        if isinstance(verb, Ask):
            self._verb, self.question = verb, verb.question
        elif isinstance(verb, Say):
            choice = self._verb.question.choice
            over = msgspec.structs.replace(
                choice, lines=((Piece(verb.text, Tone.ASK),),), options=choice.options[:1]
            )
            self.question = Question(over)
        return self.question

    def command(self, answer: Answer) -> Command:
        """What the answer to the question shown last amounts to."""
        return self._verb.command(answer)
