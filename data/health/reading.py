"""What a source says about the rooms, and what we make of it.

Missing is not zero: every measured field is optional and None means "this source did not say".
Units: bit/s, per cent, milliseconds. Direction `rx` is what the platform receives FROM the room.
Integers stay below 2^53 (`Count`), as in the record: whoever reads them as JSON may hold them in a double.
`observed_ns` is the machine's own monotonic clock (`Clock.real_ns`), never the show clock.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from data.units import NS_PER_S

Count = Annotated[int, msgspec.Meta(ge=1 - 2**53, le=2**53 - 1)]
FIRST_MS, LAST_MS = -62_135_510_400_000, 253_402_214_400_000
"""The years 1 to 9999, but for a day at either end: an instant in them can be told in every time zone."""
EpochMs = Annotated[int, msgspec.Meta(ge=FIRST_MS, le=LAST_MS)]
Nanoseconds = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
"""Of the machine's clock; a double would be too small for one that has run for 105 days."""


class Health(StrEnum):
    """Five different things. STALE is never stored: it is a reading that has grown old."""

    __hash__ = str.__hash__  # Enum's own is Python, and these are keys at every picture

    UNKNOWN = "unknown"
    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"
    STALE = "stale"


SICK = (Health.DOWN, Health.DEGRADED)
"""What is known to be wrong; what cannot be seen is none of it."""


class Presence(StrEnum):
    """How far a participant has come into the call. LISTED: in it, and media is not spoken of."""

    ABSENT = "absent"
    DIALING = "dialing"
    LOBBY = "lobby"
    LISTED = "listed"
    SIGNALLING = "signalling"
    MEDIA = "media"
    HOLD = "hold"


class Stream(msgspec.Struct, frozen=True, kw_only=True):
    """One media stream of a participant, one direction.

    `packets_received`/`packets_lost` are cumulative counters as the platform gives them; they may
    restart at any time; `packets_recovered` counts those lost ones that were repaired before they were
    played. `loss_pct` is the platform's own figure over its recent window, `residual_loss_pct` the same
    after repair. `level_dbov` is the loudness, 0 at the most and -127 for silence.
    """

    kind: str
    direction: str
    bitrate_bps: Count | None = None
    loss_pct: float | None = None
    jitter_ms: float | None = None
    rtt_ms: float | None = None
    packets_received: Count | None = None
    packets_lost: Count | None = None
    width: Count | None = None
    height: Count | None = None
    fps: float | None = None
    codec: str = ""
    packets_recovered: Count | None = None
    residual_loss_pct: float | None = None
    level_dbov: float | None = None


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured of one stream: `kind` audio, video or content; `direction` "rx" from the room, "tx"
    to it. Loss on the link and after repair, per cent of the last 20 s; None where nothing was said.
    """

    kind: str
    direction: str
    loss_pct: float | None = None
    residual_pct: float | None = None
    jitter_ms: float | None = None
    bitrate_bps: int | None = None


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    """One leg in the platform's roster, before it is bound to a bridge point.

    `ref` is the platform's id of this call and changes on every rejoin. `name` is what the room
    calls itself, `alias` what it dialled from. `quality` is 0 unknown, 1 good, 2 ok, 3 bad,
    4 terrible (Pexip's scale, worst of both directions over 20 s windows). `hand_ms`: since when it asks
    for the floor, Unix epoch.
    """

    ref: str
    name: str
    alias: str = ""
    address: str = ""
    presence: Presence = Presence.MEDIA
    connected_at_ms: EpochMs | None = None
    role: str = ""
    mute_local: bool | None = None
    mute_server: bool | None = None
    on_hold: bool | None = None
    presenting: bool | None = None
    spotlight: bool | None = None
    hand_ms: EpochMs | None = None
    quality: Count | None = None
    bandwidth_bps: Count | None = None
    streams: tuple[Stream, ...] = ()


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What a probe found of the way to one room. `name` is the code or name of the point it is for.

    `state`: "up" when anything at `address` answered, "down" when nothing does that once did, "" when
    nothing ever did (a firewall may be silent as well). `answering` names the checks that were
    answered. `restarted`: the device began anew since the last look.
    """

    name: str
    address: str
    state: str = ""
    rtt_ms: float | None = None
    jitter_ms: float | None = None
    loss_pct: float | None = None
    answering: tuple[str, ...] = ()
    restarted: bool = False


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """One successful poll of one source: the whole roster, and streams for the attended refs.

    A point that is absent from `participants` was positively answered "not in the call".
    Unless `partial`: then nothing was said of who is absent.
    `participants[i].streams` is empty where this poll did not ask for streams. `locked`: whether
    newcomers must wait, None where nobody asked or the platform does not tell. `lines` are those of a
    probe, which knows of no call. `asked_ns`: when it was read, where that may be later than it was seen.
    """

    source: str
    observed_ns: Nanoseconds
    participants: tuple[Participant, ...]
    poll_ms: float = 0.0
    requests: Count = 1
    partial: bool = False
    locked: bool | None = None
    lines: tuple[Line, ...] = ()
    asked_ns: Nanoseconds | None = None

    def is_old(self, longest_ns: int) -> bool:
        """Whether it says what was seen longer ago than that when it was asked for."""
        return self.asked_ns is not None and self.asked_ns - self.observed_ns > longest_ns


class FieldOrigin(msgspec.Struct, frozen=True):
    """A field of a reading that another source than the reading's own told; `at_ns` as `streams_ns`."""

    field: str
    source: str
    at_ns: int | None = None


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What is known about one bridge point: its best leg, from whom, and since when it reads so.

    A reading stays good for as long as its source answers: its age is the age of the source's last
    answer (`SourceStatus.answered_ns`), except for the figures of streams (`streams_ns`).
    `legs` counts the participants bound to the point. `reason` is a code ("", "absent", "no_media",
    "no_audio", "no_video", "loss", "jitter", "rtt", "quality", "held", "muted_server", "flapping",
    "no_figures", "cascade", "left", and those of `data.health.line`), `*_pct`/`jitter_ms`/`rtt_ms` the
    worst of the streams that were measured, `bitrate_bps` what comes from the room, None where nothing
    was. `checking` marks a raw fault that has not lasted long enough yet to be called one. `remarks` are
    oddities that are no sickness:
    "muted_server", "duplicate", "wrong_name", "low_level", "restarted".
    `hand_ms`: since when it asks for the floor. `line` is the way to the room, "up", "down", or "" when
    nobody looked; `line_loss_pct` of it alone.
    `told` names the fields that came from another source than `source` (`data.health.merging`).
    `others` are (ref, name) of the legs that do not speak for it, `flows` its streams one by one.
    """

    point: str
    source: str
    observed_ns: int
    health: Health = Health.UNKNOWN
    checking: bool = False
    reason: str = ""
    presence: Presence = Presence.ABSENT
    ref: str = ""
    name: str = ""
    legs: int = 0
    mute_local: bool | None = None
    mute_server: bool | None = None
    quality: int | None = None
    audio_loss_pct: float | None = None
    video_loss_pct: float | None = None
    jitter_ms: float | None = None
    bitrate_bps: int | None = None
    streams_ns: int | None = None
    residual_pct: float | None = None
    rtt_ms: float | None = None
    level_dbov: float | None = None
    remarks: tuple[str, ...] = ()
    line: str = ""
    line_loss_pct: float | None = None
    hand_ms: int | None = None
    told: tuple[FieldOrigin, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    flows: tuple[Flow, ...] = ()


class ShownCall(msgspec.Struct, frozen=True, omit_defaults=True):
    """A call as its platform shows it: name and address, and the `point` it counts for ("": none)."""

    name: str
    alias: str = ""
    point: str = ""


class SourceStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How one source fares. `state`: "waiting" (not yet answered), "ok", "lost", "refused".

    `since_ns` and `answered_ns` are `Clock.real_ns` of `boot`; `error` is an error code of
    `adapters.errors`, `detail` its cleaned text. `roster` is the number of legs last seen, `acts` what the
    source can be asked to do (`ActionKind`). `unmatched` are calls of the last answer that
    nobody knows, `doubles` all those of points that have more than one.
    """

    name: str
    boot: str = ""
    state: str = "waiting"
    interval_s: float = 2.0
    since_ns: int = 0
    answered_ns: int | None = None
    poll_ms: float | None = None
    error: str = ""
    detail: str = ""
    roster: int | None = None
    acts: tuple[str, ...] = ()
    unmatched: tuple[ShownCall, ...] = ()
    doubles: tuple[ShownCall, ...] = ()

    def age_ns(self, boot: str, real_ns: int) -> int | None:
        """Nanoseconds since the last answer; None when there is none of this boot."""
        if self.answered_ns is None or self.boot != boot:
            return None
        return max(0, real_ns - self.answered_ns)

    def is_fresh(self, boot: str, real_ns: int, stale_after_polls: int) -> bool:
        """Whether the last answer is young enough to be shown as the present."""
        age = self.age_ns(boot, real_ns)
        return age is not None and age <= self.young_ns(stale_after_polls)

    def young_ns(self, stale_after_polls: int) -> int:
        """For how long a word of this source may be shown as the present."""
        return int(stale_after_polls * self.interval_s * NS_PER_S)
