"""How actions change the state; for `data.fold`."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import msgspec

from data.actions.action import ActionKind
from data.actions.events import (
    ActionAnswered,
    ActionConfirmed,
    ActionFailed,
    ActionRequested,
    ActionSent,
    ActionUnverified,
)
from data.actions.state import AskedAction, Step, trimmed
from data.builder import Builder, Handler
from data.event_body import Body
from data.events import Event


def _requested(b: Builder, event: Event, body: ActionRequested) -> None:
    b.actions_asked += 1
    with suppress(ValueError):  # a newer program knows more kinds
        asked = AskedAction(
            id=body.id,
            kind=ActionKind(body.action),
            source=body.source,
            point=event.point or "",
            ref=body.ref,
            address=body.address,
            name=body.name,
            by=event.actor,
            at_ms=event.at.utc_ms,
            at_ns=b.now_ns(),
            step_ms=event.at.utc_ms,
            step_ns=b.now_ns(),
        )
        trimmed(b.own("actions"))[body.id] = asked


def _sent(b: Builder, event: Event, body: ActionSent) -> None:
    _step(b, event, body.id, Step.SENT, sender=event.console)


def _answered(b: Builder, event: Event, body: ActionAnswered) -> None:
    _step(b, event, body.id, Step.ANSWERED, answer=body.answer, detail=body.detail, made=body.ref)


def _confirmed(b: Builder, event: Event, body: ActionConfirmed) -> None:
    _step(b, event, body.id, Step.CONFIRMED)


def _unverified(b: Builder, event: Event, body: ActionUnverified) -> None:
    _step(b, event, body.id, Step.UNVERIFIED, why=body.why)


def _failed(b: Builder, event: Event, body: ActionFailed) -> None:
    _step(b, event, body.id, Step.FAILED, why=body.error, detail=body.detail)


def _step(b: Builder, event: Event, key: str, step: Step, **fields: str) -> None:
    asked = b.actions.get(key)
    if asked is not None:
        fields_: dict[str, Any] = {"step": step, "step_ms": event.at.utc_ms, "step_ns": b.now_ns(), **fields}
        b.own("actions")[key] = msgspec.structs.replace(asked, **fields_)


HANDLERS: dict[type[Body], Handler] = {
    ActionRequested: _requested,
    ActionSent: _sent,
    ActionAnswered: _answered,
    ActionConfirmed: _confirmed,
    ActionUnverified: _unverified,
    ActionFailed: _failed,
}
