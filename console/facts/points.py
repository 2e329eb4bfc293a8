"""The contract of `points --json`: the fields of the contract first, ours behind them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from console.facts import nullable
from console.view import View
from data.folder.model import BridgePoint
from data.health.reading import Reading
from data.instants import utc_iso
from data.points.attention import Role, roles


def point_objects(view: View, points: Iterable[BridgePoint]) -> list[dict[str, Any]]:
    """A room each, in the order given. What nobody measured is null, never nought.

    `role`: on_air, next, soon, later, audience. `participants` are its legs as the platform names them, the
    one that speaks for it first; `loss_pct` is the worst on the link, `residual_pct` after repair; `age_s`
    is the age of the last answer of `source`.
    """
    by_role = roles(view.state)
    ages = {source.name: source.age_s for source in view.sources}
    return [_object(view, point, by_role.get(point.code, Role.AUDIENCE), ages) for point in points]


def _object(view: View, point: BridgePoint, role: Role, ages: dict[str, float | None]) -> dict[str, Any]:
    known, reading = view.state.point(point.code), view.readings.get(point.code)
    return {
        "code": point.code,
        "name": point.name,
        "level": point.level,
        "parent": point.parent or None,
        "health": str(view.board.health[point.code]),
        "since": utc_iso(known.since_ms) if known.since_ms else None,
        "role": str(role),
        "participants": _participants(reading),
        **_figures(reading),
        "age_s": nullable.rounded(ages.get(reading.source)) if reading else None,
        "source": reading.source if reading else None,
        "reason": known.reason or None,
        "joined": known.joined,
        "legs": reading.legs if reading else None,
        "audio_loss_pct": reading.audio_loss_pct if reading else None,
        "video_loss_pct": reading.video_loss_pct if reading else None,
        "streams": list(reading.flows) if reading else [],
        "line": (reading.line or None) if reading else None,
        "told": {each.field: each.source for each in reading.told} if reading else {},
        "remarks": list(reading.remarks) if reading else [],
        "said": known.said.says if known.said else None,
    }


def _participants(reading: Reading | None) -> list[dict[str, str]]:
    if reading is None or not reading.legs:
        return []
    return [{"ref": ref, "name": name} for ref, name in ((reading.ref, reading.name), *reading.others)]


def _figures(reading: Reading | None) -> dict[str, float | int | None]:
    if reading is None:
        return dict.fromkeys(("loss_pct", "residual_pct", "jitter_ms", "rtt_ms", "bitrate_bps"))
    losses = [loss for loss in (reading.audio_loss_pct, reading.video_loss_pct) if loss is not None]
    return {
        "loss_pct": max(losses, default=None),
        "residual_pct": reading.residual_pct,
        "jitter_ms": reading.jitter_ms,
        "rtt_ms": reading.rtt_ms,
        "bitrate_bps": reading.bitrate_bps,
    }
