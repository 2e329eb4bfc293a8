"""What was seen of rooms and sources, and what people said of a room."""

from __future__ import annotations

from console.text.events.shape import Params, Shape, span
from console.text.problems import source_error, word
from console.text.sentences import Translate
from data import events as ev
from data.health.reading import Health
from data.points import gone


def _source_lost(body: ev.SourceLost, params: Params, t: Translate) -> str:
    params["why"] = source_error(body.error, t)
    return ""


def _recovered(body: ev.SourceRecovered, params: Params, t: Translate) -> str:
    params["lost"] = span(body.lost_ms)
    return ""


def _joined(body: ev.PointJoined, params: Params, t: Translate) -> str:
    return ".again" if body.rejoin else ""


def _health(body: ev.HealthChanged, params: Params, t: Translate) -> str:
    if body.reason == gone.ABSENT:
        params["health"] = word(
            t, "reason", gone.precise_reason(body.reason, seen=body.was != Health.UNKNOWN)
        )
        return ""
    params |= {"health": word(t, "health", body.now), "why": word(t, "reason", body.reason)}
    return ".why" if body.reason else ""


def _called(body: ev.CallMade, params: Params, t: Translate) -> str:
    params["how"] = word(t, "call", body.outcome)
    return ".note" if body.note else ""


def _tested(body: ev.PointTested, params: Params, t: Translate) -> str:
    params |= {"how": word(t, "test", body.result), "by": body.by or params["actor"]}
    return ".note" if body.note else ""


def _overruled(body: ev.PointOverruled, params: Params, t: Translate) -> str:
    params |= {"word": word(t, "overrule", body.says), "span": span(body.for_s * 1000)}
    return ""


def _overrule_ended(body: ev.PointOverruleEnded, params: Params, t: Translate) -> str:
    return ".why" if body.reason else ""


SHAPES: dict[type[ev.Body], Shape] = {
    ev.SourceLost: _source_lost,
    ev.SourceRecovered: _recovered,
    ev.PointJoined: _joined,
    ev.HealthChanged: _health,
    ev.PointOverruled: _overruled,
    ev.PointOverruleEnded: _overrule_ended,
    ev.CallMade: _called,
    ev.PointTested: _tested,
}
