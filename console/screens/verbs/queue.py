"""The verbs of the speakers' queue: who asks, who is called, who comes first. Pure."""

from __future__ import annotations

from console.hands import hands
from console.screens.questions import speakers as asks
from console.screens.questions.gate import Answer
from console.screens.verbs.verb import Ask, Say, Situation, Verb, barred
from data import commands as cmd


def queue(at: Situation) -> Verb:
    """The queue: give the floor to one who waits, or take down that it was given back; or queue a hand."""
    if no := _nobody(at):
        return no
    view = at.view
    floor = view.state.speakers.floor(view.state.on_air)
    if not view.state.on_air:
        return Say(at.t("hold.nothing_on_air"))

    def command(answer: Answer) -> cmd.Command:
        if raised := _by_hand(answer):
            return raised
        if answer.option == asks.FINISH:
            return cmd.FinishSpeaker(id=floor.asking.id if floor else "")
        asking = view.state.speakers.find(answer.option)
        seconds = view.conference.speaking.seconds(asking.turn if asking else 1)
        return cmd.CallSpeaker(id=answer.option, seconds=seconds, item=view.state.on_air)

    return Ask(asks.queue(view, at.t), command)


def add(at: Situation) -> Verb:
    """Put a person or a room at the end of the queue; the words may begin with the code of the room."""
    if no := barred(at):
        return no
    points = {code.casefold(): code for code in at.view.points}

    def command(answer: Answer) -> cmd.Command:
        if raised := _by_hand(answer):
            return raised
        first, _, rest = answer.reason.partition(" ")
        point = points.get(first.casefold(), "")
        name = rest.strip() if point else answer.reason
        return cmd.QueueSpeaker(name=name, point=point, by=answer.option)

    return Ask(asks.add(at.view, at.t), command, "notice.speakers.added")


def move(at: Situation) -> Verb:
    """Another one comes first, with a reason."""
    if no := _nobody(at, hands_too=False):
        return no
    if len(at.view.state.speakers.waiting) < 2:
        return Say(at.t("card.speakers.alone"))
    return Ask(
        asks.move(at.view, at.t), lambda answer: cmd.MoveSpeaker(id=answer.option, reason=answer.reason)
    )


def drop(at: Situation) -> Verb:
    """Out of the queue."""
    if no := _nobody(at, hands_too=False):
        return no
    if not at.view.state.speakers.waiting:
        return Say(at.t("cli.queue.empty"))
    return Ask(
        asks.drop(at.view, at.t), lambda answer: cmd.WithdrawSpeaker(id=answer.option, reason=answer.reason)
    )


def _by_hand(answer: Answer) -> cmd.QueueSpeaker | None:
    """The room whose raised hand was taken up, with a name where one was written; None for other answers."""
    point = answer.option.removeprefix(asks.HAND)
    taken = answer.option.startswith(asks.HAND)
    return cmd.QueueSpeaker(name=answer.reason.strip(), point=point, by="hand") if taken else None


def _nobody(at: Situation, *, hands_too: bool = True) -> Say | None:
    if no := barred(at):
        return no
    speakers = at.view.state.speakers
    if speakers.waiting or speakers.floor(at.view.state.on_air) or (hands_too and hands(at.view)):
        return None
    return Say(at.t("cli.queue.empty"))
