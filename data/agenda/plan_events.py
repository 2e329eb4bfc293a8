"""The programme and the roster in force, and the stages of the day."""

from __future__ import annotations

from data.event_body import Body
from data.folder.model import AgendaItem


class PlanAdopted(Body, frozen=True, kw_only=True):
    """The programme as it stands from now on; `version` counts from 1.

    `folder` is the `plan_digest` of the folder's programme, where `items` are not simply that.
    """

    version: int
    items: tuple[AgendaItem, ...]
    start_ms: int
    hard_end_ms: int | None = None
    reason: str = ""
    folder: str = ""


class RosterAdopted(Body, frozen=True, kw_only=True):
    """The list of points in force: how many by level, and the SHA-256 of the list (hex)."""

    count: int
    levels: dict[str, int]
    digest: str


class PhaseChanged(Body, frozen=True, kw_only=True):
    """The stage of the day moved on. `to` is a `data.state.Stage` value."""

    to: str
    reason: str = ""


class ConferenceOpened(Body, frozen=True, kw_only=True):
    """The first advance: the true opening, and what the plan had said."""

    planned_start_ms: int


class GateOverridden(Body, frozen=True, kw_only=True):
    """The operator went on to `item` though it was not green."""

    verdict: str
    why: str
    reason: str = ""
