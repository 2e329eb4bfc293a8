"""What was asked of a platform, and what became of it."""

from __future__ import annotations

from console.text.events.shape import Params, Shape
from console.text.problems import word
from console.text.sentences import Translate
from data import events as ev


def _requested(body: ev.ActionRequested, params: Params, t: Translate) -> str:
    params["what"] = word(t, "act", body.action)
    return ("" if params["point"] else ".all") + (".why" if body.reason else "")


def _action(body: ev.ActionSent | ev.ActionConfirmed, params: Params, t: Translate) -> str:
    params["what"] = word(t, "act", body.action)
    return ""


def _action_answered(body: ev.ActionAnswered, params: Params, t: Translate) -> str:
    params |= {"what": word(t, "act", body.action), "why": t(body.error)}
    return "" if body.answer == "accepted" else f".{body.answer}"


def _not_done(body: ev.ActionUnverified | ev.ActionFailed, params: Params, t: Translate) -> str:
    code = body.error if isinstance(body, ev.ActionFailed) else body.why
    params |= {"what": word(t, "act", body.action), "why": word(t, "act_why", code)}
    return ".detail" if isinstance(body, ev.ActionFailed) and body.detail else ""


SHAPES: dict[type[ev.Body], Shape] = {
    ev.ActionRequested: _requested,
    ev.ActionSent: _action,
    ev.ActionConfirmed: _action,
    ev.ActionAnswered: _action_answered,
    ev.ActionUnverified: _not_done,
    ev.ActionFailed: _not_done,
}
