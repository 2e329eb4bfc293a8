"""The simulated day: a pure function of points, seed, scenario, pace and seconds since it opened.

Nothing here changes after it is made, so time may be asked in any order and a platform that was
started again goes on where it was. Packet counters are integrals: within a leg they never go back.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from adapters.simulator.legs import Leg, legs_of
from adapters.simulator.media import WINDOW_S, Flow, flow, jitter_ms, window_loss_pct
from adapters.simulator.scenario import PLATFORM, Do, Fault, Step, faults_of
from adapters.simulator.story import story
from data.folder.model import BridgePoint

WINDOWS_READ = 3
BANDS_PCT = (1.0, 3.0, 10.0)
JITTER_LIMIT_MS = 40.0
MEDIA = ("audio", "video")
_MEMORY_S = (WINDOWS_READ + 1) * WINDOW_S


class WorldParticipant(msgspec.Struct, frozen=True):
    """A leg as it stands at an instant. `quality`: 0 unknown, 1 good, 2 ok, 3 bad, 4 terrible."""

    leg: Leg
    name: str
    server_muted: bool
    room_muted: bool
    quality: int

    @property
    def ref(self) -> str:
        """The platform's id of this leg."""
        return self.leg.ref

    @property
    def point(self) -> str:
        """Code of the room, "" for a guest who is on no roster: the truth behind the name."""
        return self.leg.point


class Weather(msgspec.Struct, frozen=True):
    """How the platform itself fares: hanging, or answering `status`, `delay_s` late."""

    hangs: bool = False
    status: int = 200
    delay_s: float = 0.0


class World:
    """Rooms and what befalls them. Without a scenario the built-in story happens.

    With one, that alone happens: all rooms join within 8 s, and there are no guests. `pace`: seconds
    of the world that pass in a real one; the story needs to know, a scenario is played as it is written.
    """

    def __init__(
        self, points: Sequence[BridgePoint], seed: int, scenario: Sequence[Step] = (), *, pace: float = 1.0
    ) -> None:
        faults = faults_of(scenario, points) if scenario else story(points, seed, pace)
        self._weather = tuple(fault for fault in faults if fault.do in PLATFORM)
        self._legs = legs_of(points, seed, faults, calm=bool(scenario))
        self._by_ref = {leg.ref: leg for leg in self._legs}

    def present(self, t: float) -> list[Leg]:
        """The legs in the call at `t`, always in the same order."""
        return [leg for leg in self._legs if leg.since <= t < leg.until]

    def participants(self, t: float) -> list[WorldParticipant]:
        """Everyone in the call at `t`."""
        return [self.seen(leg, t) for leg in self.present(t)]

    def find(self, ref: str, t: float) -> Leg | None:
        """The leg called `ref`, if it is in the call at `t`."""
        leg = self._by_ref.get(ref)
        return leg if leg is not None and leg.since <= t < leg.until else None

    def seen(self, leg: Leg, t: float) -> WorldParticipant:
        """What the platform would say of `leg` at `t`."""
        # A fault is felt in the quality until the last window that it touched is forgotten.
        felt = [fault for fault in leg.faults if fault.start <= t < fault.end + _MEMORY_S]
        if not felt:
            unknown = leg.signalling or t - leg.since < WINDOW_S
            return WorldParticipant(leg, leg.name, False, leg.room_muted, 0 if unknown else 1)
        now = [fault for fault in felt if fault.at(t)]
        renamed = [str(fault.value) for fault in now if fault.do is Do.RENAME]
        mutes = {fault.value for fault in now if fault.do is Do.MUTE}
        return WorldParticipant(
            leg,
            renamed[-1] if renamed else leg.name,
            "server" in mutes,
            leg.room_muted or "room" in mutes,
            _quality(leg, t),
        )

    def flows(self, leg: Leg, t: float) -> list[Flow]:
        """The media of `leg` at `t`; none while it only signals."""
        return [] if leg.signalling else [flow(leg, kind, t) for kind in MEDIA]

    def weather(self, t: float) -> Weather:
        """How the platform fares at `t`."""
        now = [fault for fault in self._weather if fault.at(t)]
        delay_s = max((_number(fault) for fault in now if fault.do is Do.PLATFORM_SLOW), default=0.0)
        down = next((fault for fault in now if fault.do is Do.PLATFORM_DOWN), None)
        if down is None:
            return Weather(delay_s=delay_s)
        status = int(_number(down))
        return Weather(hangs=status == 0, status=status or 200, delay_s=delay_s)


def _number(fault: Fault) -> float:
    return float(fault.value) if isinstance(fault.value, int | float) else 0.0


def _quality(leg: Leg, t: float) -> int:
    """Pexip's rule: worst medium of each 20 s window of the leg, most frequent of the last three."""
    last = math.floor((t - leg.since) / WINDOW_S)
    if leg.signalling or last < 1:
        return 0
    ends = [leg.since + index * WINDOW_S for index in range(max(last - WINDOWS_READ, 0) + 1, last + 1)]
    bands = [_band(leg, end) for end in ends]
    return max(bands, key=lambda band: (bands.count(band), band))


def _band(leg: Leg, t: float) -> int:
    loss = max(window_loss_pct(leg, kind, t) for kind in MEDIA)
    return min(1 + sum(loss >= limit for limit in BANDS_PCT) + (jitter_ms(leg, t) > JITTER_LIMIT_MS), 4)
