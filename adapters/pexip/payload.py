"""What a Pexip Infinity Management Node answers, in our words and units. Pure.

A missing or odd field becomes None, never zero. Raises BadPayload only.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated

import msgspec

from adapters.transport.tastypie import Listing, ListReader
from data.health.reading import Participant, Presence, Stream
from data.text import clean

ALIAS_CELLS = 200
_REMEMBERED_CHARS = 4_000_000
_KBIT = 1000
_ISO_CHARS = 32
_MAX_KBIT = 100_000_000
_MAX_COUNT = 2**53 - 1
_QUALITY = {"0_unknown": 0, "1_good": 1, "2_ok": 2, "3_bad": 3, "4_terrible": 4}
_KINDS = {"audio": "audio", "video": "video", "presentation": "content"}
_size = re.compile(r"([0-9]{1,5})x([0-9]{1,5})").fullmatch


class _Cleaned(dict[str | None, str]):
    """Cleaned texts by what they were: what rooms call themselves comes again with every poll."""

    def __init__(self, cells: int) -> None:
        self._cells = cells
        self._chars = 0

    def __missing__(self, text: str | None) -> str:
        if text is None:
            return ""
        self._chars += len(text)
        if self._chars > _REMEMBERED_CHARS:
            self.clear()
            self._chars = len(text)
        self[text] = clean(text, self._cells)
        return self[text]


_names, _aliases, _labels = _Cleaned(120), _Cleaned(ALIAS_CELLS), _Cleaned(40)


class Row(msgspec.Struct, frozen=True, gc=False):
    """A participant object: the fields that are read, under Pexip's names and in its units."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[!-~]{1,128}$")]
    display_name: str | None = None
    source_alias: str | None = None
    remote_address: str | None = None
    connect_time: str | None = None
    role: str | None = None
    call_quality: str | None = None
    bandwidth: float | None = None
    rx_bandwidth: float | None = None
    has_media: bool | None = None
    is_muted: bool | None = None
    is_client_muted: bool | None = None
    is_on_hold: bool | None = None
    is_presenting: bool | None = None
    conversation_id: str | None = None
    parent_id: str | None = None


class MediaRow(msgspec.Struct, frozen=True, gc=False):
    """A media_stream object: both directions of one medium; rx is what the node receives."""

    type: str
    end_time: str | None = None
    rx_bitrate: float | None = None
    rx_windowed_packet_loss: float | None = None
    rx_jitter: float | None = None
    rx_packets_received: int | None = None
    rx_packets_lost: int | None = None
    rx_resolution: str | None = None
    rx_fps: float | None = None
    rx_codec: str | None = None
    tx_bitrate: float | None = None
    tx_windowed_packet_loss: float | None = None
    tx_jitter: float | None = None
    tx_packets_sent: int | None = None
    tx_packets_lost: int | None = None
    tx_resolution: str | None = None
    tx_fps: float | None = None
    tx_codec: str | None = None


_rosters = ListReader(Row)
_media = ListReader(MediaRow)


def parse_page(payload: bytes) -> Listing[Row]:
    """The rows of one page as they stand."""
    return _rosters.read(payload)


def parse_roster(payload: bytes) -> list[Participant]:
    """The participants of a roster that fits one page."""
    return participants(parse_page(payload).rows)


def participants(rows: list[Row]) -> list[Participant]:
    """One participant a logical user, in the order given.

    A row that was read twice counts once (paging shifts). An API leg, which carries no media,
    gives way to the media leg of the same user, known by `parent_id` or `conversation_id`.
    """
    by_id = {row.id: row for row in rows}
    halves = _api_halves(by_id)
    merged = {row.id for row, _ in halves}
    api_leg_of = {media.id: row for row, media in halves}
    return [_participant(row, api_leg_of.get(row.id)) for row in by_id.values() if row.id not in merged]


def parse_streams(payload: bytes) -> list[Stream]:
    """Both directions of every medium in use; streams that have ended are history and left out."""
    rows = _media.read(payload).rows
    return [stream for row in rows if not row.end_time for stream in (_rx(row), _tx(row))]


def _api_halves(by_id: dict[str, Row]) -> list[tuple[Row, Row]]:
    """(API leg, the media leg it gives way to)."""
    silent = [row for row in by_id.values() if not row.has_media]
    if not silent:
        return []
    media = [row for row in by_id.values() if row.has_media]
    by_parent = {row.parent_id: row for row in media if row.parent_id}
    by_talk = {row.conversation_id: row for row in media if row.conversation_id}
    by_ref = {row.id: row for row in media}
    halves = (
        (
            row,
            by_parent.get(row.id)
            or by_ref.get(row.parent_id or "")
            or by_talk.get(row.conversation_id or ""),
        )
        for row in silent
    )
    return [(row, found) for row, found in halves if found is not None]


def _participant(row: Row, api_leg: Row | None) -> Participant:
    name, alias = row.display_name, row.source_alias
    if api_leg is not None:
        name, alias = name or api_leg.display_name, alias or api_leg.source_alias
    return Participant(
        ref=row.id,
        name=_names[name],
        alias=_aliases[alias],
        address=_aliases[row.remote_address],
        presence=_presence(row),
        connected_at_ms=_utc_ms((row.connect_time or "")[:_ISO_CHARS]),
        role=_labels[row.role],
        mute_local=row.is_client_muted,
        mute_server=row.is_muted,
        on_hold=row.is_on_hold,
        presenting=row.is_presenting,
        quality=_QUALITY.get(row.call_quality or ""),
        bandwidth_bps=_bps(row.bandwidth),
    )


def _presence(row: Row) -> Presence:
    """Media only on the platform's word, or on figures that cannot be without media."""
    if row.has_media is False:
        return Presence.SIGNALLING
    if not (row.has_media or _QUALITY.get(row.call_quality or "") or _bps(row.rx_bandwidth)):
        return Presence.LISTED
    return Presence.HOLD if row.is_on_hold else Presence.MEDIA


def _rx(row: MediaRow) -> Stream:
    width, height = _resolution(row.rx_resolution)
    return Stream(
        kind=_kind(row.type),
        direction="rx",
        bitrate_bps=_bps(row.rx_bitrate),
        loss_pct=_pct(row.rx_windowed_packet_loss),
        jitter_ms=_positive(row.rx_jitter),
        packets_received=_count(row.rx_packets_received),
        packets_lost=_count(row.rx_packets_lost),
        width=width,
        height=height,
        fps=_positive(row.rx_fps),
        codec=_labels[row.rx_codec],
    )


def _tx(row: MediaRow) -> Stream:
    """What the room receives, as it reports back: sent less lost, where both are said."""
    width, height = _resolution(row.tx_resolution)
    sent, lost = _count(row.tx_packets_sent), _count(row.tx_packets_lost)
    return Stream(
        kind=_kind(row.type),
        direction="tx",
        bitrate_bps=_bps(row.tx_bitrate),
        loss_pct=_pct(row.tx_windowed_packet_loss),
        jitter_ms=_positive(row.tx_jitter),
        packets_received=sent - lost if sent is not None and lost is not None and sent >= lost else None,
        packets_lost=lost,
        width=width,
        height=height,
        fps=_positive(row.tx_fps),
        codec=_labels[row.tx_codec],
    )


def _kind(text: str) -> str:
    return _KINDS.get(text) or _labels[text]


def _bps(kbit: float | None) -> int | None:
    return round(kbit * _KBIT) if kbit is not None and 0 <= kbit <= _MAX_KBIT else None


def _pct(value: float | None) -> float | None:
    return value if value is not None and 0 <= value <= 100 else None


def _positive(value: float | None) -> float | None:
    return value if value is not None and 0 <= value < 1e6 else None


def _count(value: int | None) -> int | None:
    return value if value is not None and 0 <= value <= _MAX_COUNT else None


def _resolution(text: str | None) -> tuple[int | None, int | None]:
    found = _size(text or "")
    return (int(found[1]), int(found[2])) if found else (None, None)


@lru_cache(maxsize=32768)
def _utc_ms(text: str) -> int | None:
    """Milliseconds of an ISO time; Pexip writes UTC without saying so."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return int(moment.timestamp() * 1000)
    except (ValueError, OverflowError):
        return None
