"""What a Pexip Infinity Management Node is told to do, and its answers: the command API. Pure."""

from __future__ import annotations

import json

import msgspec

from adapters.base import ActionResult
from adapters.errors import BadPayload, Rejected
from adapters.transport.tastypie import ListReader
from data.actions.action import OF_ALL, Action, ActionKind
from data.text import clean

_ROOT = "/api/admin/command/v1/"
COMMANDS = {
    ActionKind.MUTE: f"{_ROOT}participant/mute/",
    ActionKind.UNMUTE: f"{_ROOT}participant/unmute/",
    ActionKind.DROP: f"{_ROOT}participant/disconnect/",
    ActionKind.DIAL: f"{_ROOT}participant/dial/",
    ActionKind.SPOTLIGHT: f"{_ROOT}participant/spotlight/",
    ActionKind.UNSPOTLIGHT: f"{_ROOT}participant/unspotlight/",
    ActionKind.LOCK: f"{_ROOT}conference/lock/",
    ActionKind.UNLOCK: f"{_ROOT}conference/unlock/",
}
PROTOCOLS = ("sip", "h323", "mssip", "rtmp")
_WORDS_CELLS = 120
_REF_CHARS = 128


class Dialling(msgspec.Struct, frozen=True):
    """How this house rings rooms up: from the conference of `alias`, over `protocol`, out of `location`."""

    alias: str
    protocol: str
    location: str


class Conference(msgspec.Struct, frozen=True):
    """A conference that is under way, under Pexip's names."""

    id: str
    name: str = ""
    is_locked: bool | None = None


class _Answer(msgspec.Struct, frozen=True):
    status: str
    data: object = None
    error: object = None
    message: object = None


_conferences = ListReader(Conference)


def body_of(action: Action, dialling: Dialling, conference_id: str) -> bytes:
    """The JSON that goes to `COMMANDS[action.kind]`."""
    if action.kind in OF_ALL:
        return _encoded({"conference_id": conference_id})
    if action.kind is not ActionKind.DIAL:
        return _encoded({"participant_id": action.ref})
    asked = {
        "conference_alias": dialling.alias,
        "destination": action.address,
        "protocol": dialling.protocol,
        "role": "guest",
        "routing": "manual",
        "remote_display_name": action.name,
        "system_location": dialling.location,
    }
    return _encoded({name: value for name, value in asked.items() if value})


def result_of(payload: bytes) -> ActionResult:
    """What the answer says. Raises `Rejected` for a no, BadPayload for what is no answer."""
    try:
        answer = msgspec.convert(json.loads(payload.decode("utf-8", "replace")), _Answer)
    except (ValueError, RecursionError, msgspec.ValidationError):
        answer = None
    if answer is None:
        raise BadPayload("not an answer to a command")
    if answer.status != "success":
        words = answer.error or answer.message or answer.status
        raise Rejected(clean(words if isinstance(words, str) else answer.status, _WORDS_CELLS))
    ref = answer.data.get("participant_id") if isinstance(answer.data, dict) else None
    return ActionResult(ref if isinstance(ref, str) and 0 < len(ref) <= _REF_CHARS else "")


def read_conference(payload: bytes, name: str) -> Conference | None:
    """The conference called `name`; None when it is not under way. Raises BadPayload."""
    rows = _conferences.read(payload).rows
    return next((row for row in rows if row.name in (name, "")), None)


def _encoded(body: dict[str, str]) -> bytes:
    return msgspec.json.encode(body)
