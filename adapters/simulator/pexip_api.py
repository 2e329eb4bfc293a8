"""The world in Pexip Infinity's words: Tastypie pages, its field names, its units. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode

import msgspec

from adapters.simulator.legs import Leg
from adapters.simulator.media import Flow
from adapters.simulator.orders import Ordered
from adapters.simulator.pexip_orders import CONFERENCE_ID, Answered, obey
from adapters.simulator.world import World, WorldParticipant

PATH = "/api/admin/status/v1/participant/"
CONFERENCES = "/api/admin/status/v1/conference/"
DEFAULT_LIMIT, MAX_LIMIT = 20, 1000
NODE, LOCATION = "10.0.0.31", "HN1"
_QUALITY = ("0_unknown", "1_good", "2_ok", "3_bad", "4_terrible")
_CALL_KBIT = 2048
_EPOCH = datetime(1970, 1, 1)
_encode = msgspec.json.Encoder().encode


class Service:
    """One conference of a Management Node. `opened_ms` is the wall at the world's second zero."""

    def __init__(self, world: World, opened_ms: int, conference: str) -> None:
        self._calls = Ordered(world)
        self._opened_ms = opened_ms
        self._conference = conference
        self._still: dict[str, dict[str, object]] = {}

    def roster(self, t: float, query: Mapping[str, str]) -> bytes | None:
        """A page of participants; None when `limit` or `offset` is not a number."""
        try:
            limit = int(query.get("limit", DEFAULT_LIMIT)) or MAX_LIMIT
            offset = int(query.get("offset", 0))
        except ValueError:
            return None
        if limit < 0 or offset < 0:
            return None
        limit = min(limit, MAX_LIMIT)
        meant = query.get("conference", self._conference) == self._conference
        legs = self._calls.present(t) if meant else []
        rows = [self._participant(self._calls.seen(leg, t)) for leg in legs[offset : offset + limit]]
        return _encode({"meta": _meta(query, limit, offset, len(legs)), "objects": rows})

    def participant(self, t: float, ref: str) -> bytes | None:
        """One participant; None when it is not in the call."""
        leg = self._calls.find(ref, t)
        return None if leg is None else _encode(self._participant(self._calls.seen(leg, t)))

    def media_streams(self, t: float, ref: str) -> bytes | None:
        """The media streams of one participant; None when it is not in the call."""
        leg = self._calls.find(ref, t)
        if leg is None:
            return None
        flows = self._calls.flows(leg, t)
        rows = [self._stream(number, flow) for number, flow in enumerate(flows)]
        return _encode({"meta": _meta({}, DEFAULT_LIMIT, 0, len(rows)), "objects": rows})

    def conferences(self, query: Mapping[str, str]) -> bytes:
        """The conference, if it is the one that is asked for."""
        meant = query.get("name", self._conference) == self._conference
        row = {
            "id": CONFERENCE_ID,
            "is_locked": self._calls.locked,
            "is_started": True,
            "name": self._conference,
            "resource_uri": f"{CONFERENCES}{CONFERENCE_ID}/",
            "service_type": "conference",
            "start_time": self._time(0.0),
        }
        rows = [row] if meant else []
        return _encode({"meta": _meta(query, DEFAULT_LIMIT, 0, len(rows)), "objects": rows})

    def obey(self, t: float, command: str, body: bytes) -> Answered:
        """HTTP status and body of a command ("participant/mute")."""
        return obey(self._calls, command, body, t, self._conference)

    def _participant(self, seen: WorldParticipant) -> dict[str, object]:
        still = self._still.get(seen.leg.ref)
        if still is None:
            still = self._still[seen.leg.ref] = self._fixed(seen.leg)
        return still | {
            "call_quality": _QUALITY[seen.quality],
            "display_name": seen.name,
            "is_client_muted": seen.room_muted,
            "is_muted": seen.server_muted,
        }

    def _fixed(self, leg: Leg) -> dict[str, object]:
        """What stays the same for as long as a leg lives."""
        media = not leg.signalling
        kbit = _CALL_KBIT if media else 0
        return {
            "bandwidth": kbit,
            "call_direction": "in",
            "call_uuid": leg.ref,
            "conference": self._conference,
            "connect_time": self._time(leg.since),
            "conversation_id": leg.talk,
            "destination_alias": f"{self._conference}@hop.example",
            "encryption": "On",
            "has_media": media,
            "id": leg.ref,
            "is_disconnect_supported": True,
            "is_mute_supported": True,
            "is_on_hold": False,
            "is_presenting": False,
            "is_recording": False,
            "media_node": NODE,
            "parent_id": leg.parent,
            "protocol": "API" if leg.signalling else "WebRTC" if leg.parent else "SIP",
            "remote_address": leg.address,
            "remote_port": 40000 + len(leg.name) % 10000,
            "resource_uri": f"{PATH}{leg.ref}/",
            "role": leg.role,
            "rx_bandwidth": kbit,
            "source_alias": leg.alias,
            "system_location": LOCATION,
            "tx_bandwidth": kbit,
            "vendor": "Simulated room",
        }

    def _stream(self, number: int, flow: Flow) -> dict[str, object]:
        video = flow.kind == "video"
        codec, size, fps = ("H264", "1280x720", 25.0) if video else ("opus", "", 0.0)
        return {
            "end_time": "",
            "id": str(number),
            "node": NODE,
            "rx_bitrate": flow.rx_kbit,
            "rx_codec": codec,
            "rx_fps": fps if flow.rx_kbit else 0.0,
            "rx_jitter": flow.jitter_ms,
            "rx_packet_loss": flow.rx_loss_pct,
            "rx_packets_lost": flow.lost,
            "rx_packets_received": flow.received,
            "rx_resolution": size,
            "rx_windowed_packet_loss": flow.window_loss_pct,
            "start_time": self._time(flow.start),
            "tx_bitrate": flow.tx_kbit,
            "tx_codec": codec,
            "tx_fps": fps,
            "tx_jitter": flow.tx_jitter_ms,
            "tx_packet_loss": 0.0,
            "tx_packets_lost": 0,
            "tx_packets_sent": flow.sent,
            "tx_resolution": size,
            "tx_windowed_packet_loss": 0.0,
            "type": flow.kind,
        }

    def _time(self, t: float) -> str:
        """ISO, microseconds, UTC without saying so."""
        moment = _EPOCH + timedelta(milliseconds=self._opened_ms + int(t * 1000))
        return moment.isoformat(timespec="microseconds")


def _meta(query: Mapping[str, str], limit: int, offset: int, total: int) -> dict[str, object]:
    def page(at: int) -> str:
        return f"{PATH}?{urlencode({**query, 'limit': limit, 'offset': at})}"

    return {
        "limit": limit,
        "next": page(offset + limit) if offset + limit < total else None,
        "offset": offset,
        "previous": page(max(offset - limit, 0)) if offset > 0 else None,
        "total_count": total,
    }
