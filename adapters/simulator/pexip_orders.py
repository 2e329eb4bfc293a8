"""The command API of the simulated Management Node: `/api/admin/command/v1/…`, JSON in and out. Pure."""

from __future__ import annotations

import json
from typing import TypeAlias

from adapters.simulator.orders import Ordered

PATH = "/api/admin/command/v1/"
CONFERENCE_ID = "5f0c1c5e-0000-4000-8000-000000000001"
Answered: TypeAlias = tuple[int, bytes]
"""HTTP status and body."""

_YES: Answered = (202, b'{"data": null, "status": "success"}')


def obey(ordered: Ordered, command: str, body: bytes, t: float, conference: str) -> Answered:
    """Carry out `command` ("participant/mute"); unknown ones are a 404, what cannot be done a 400."""
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict) or not all(isinstance(value, str) for value in asked.values()):
        return _no("invalid JSON")
    scope, _, verb = command.partition("/")
    if scope == "conference" and verb in ("lock", "unlock"):
        return _lock(ordered, asked, verb)
    if command == "participant/dial":
        return _dial(ordered, asked, t, conference)
    if scope != "participant" or verb not in _OF_A_CALL:
        return 404, b""
    return _YES if _done(ordered, verb, asked.get("participant_id", ""), t) else _no("participant not found")


_OF_A_CALL = ("mute", "unmute", "disconnect", "spotlight", "unspotlight")


def _done(ordered: Ordered, verb: str, ref: str, t: float) -> bool:
    """The status API shows no spotlight: that order leaves no trace, as on the real platform."""
    if verb in ("mute", "unmute"):
        return ordered.mute(ref, t, muted=verb == "mute")
    return ordered.drop(ref, t) if verb == "disconnect" else ordered.find(ref, t) is not None


def _lock(ordered: Ordered, asked: dict[str, str], verb: str) -> Answered:
    if asked.get("conference_id") != CONFERENCE_ID:
        return _no("conference not found")
    ordered.locked = verb == "lock"
    return _YES


def _dial(ordered: Ordered, asked: dict[str, str], t: float, conference: str) -> Answered:
    if asked.get("conference_alias") != conference or not asked.get("destination"):
        return _no("conference_alias and destination are needed")
    ref = ordered.dial(asked["destination"], asked.get("remote_display_name", ""), t)
    made = {"data": {"participant_id": ref, "participant_ids": [ref]}, "status": "success"}
    return 202, json.dumps(made).encode()


def _no(why: str) -> Answered:
    return 400, json.dumps({"status": "failure", "error": why}).encode()
