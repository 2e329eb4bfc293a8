"""Who is there, who may speak, and whose name it is."""

from __future__ import annotations

from console.text.events.shape import Params, Shape, running
from console.text.problems import word
from console.text.sentences import Translate
from data import events as ev


def _presence(body: ev.PresenceMarked, params: Params, t: Translate) -> str:
    params["state"] = word(t, "roll.mark", body.how or body.mark or "none")
    return ".why" if body.reason else ""


def _reported(body: ev.PresenceReported, params: Params, t: Translate) -> str:
    return "" if body.present < body.expected else ".all"


def _counted(body: ev.DelegatesCounted, params: Params, t: Translate) -> str:
    return "" if body.guests is None else ".guests"


def _frozen(body: ev.RollCallFrozen, params: Params, t: Translate) -> str:
    params |= {"present": sum(body.present.values()), "expected": sum(body.expected.values())}
    params["sources"] = ", ".join(body.lost)
    return ".blind" if body.lost else ""


def _queued(body: ev.SpeakerQueued, params: Params, t: Translate) -> str:
    params |= {"who": body.name or params["point"] or t("none"), "way": word(t, "speakers.by", body.by)}
    return ".again" if body.turn > 1 else ""


def _floor(body: ev.SpeakerCalled, params: Params, t: Translate) -> str:
    params["span"] = running(body.seconds)
    return ""


def _moved_speaker(body: ev.SpeakerReordered, params: Params, t: Translate) -> str:
    return "" if body.after else ".first"


def _withdrawn(body: ev.SpeakerWithdrawn, params: Params, t: Translate) -> str:
    return ".why" if body.reason else ""


def _dismissed(body: ev.NameDismissed, params: Params, t: Translate) -> str:
    return ".guest" if body.who == "guest" else ""


SHAPES: dict[type[ev.Body], Shape] = {
    ev.PresenceMarked: _presence,
    ev.PresenceReported: _reported,
    ev.DelegatesCounted: _counted,
    ev.RollCallFrozen: _frozen,
    ev.SpeakerQueued: _queued,
    ev.SpeakerCalled: _floor,
    ev.SpeakerReordered: _moved_speaker,
    ev.SpeakerWithdrawn: _withdrawn,
    ev.NameDismissed: _dismissed,
}
