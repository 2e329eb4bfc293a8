"""Sources that ask the rooms' own devices, whatever platform they are called to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TypeGuard

import msgspec

from adapters.base import IN_TIME, Capability, Silent
from adapters.errors import AdapterError, RateLimited, Refused, TimedOut
from adapters.settings import Settings
from adapters.transport.http import HttpClient
from adapters.transport.request_budget import RequestBudget
from adapters.transport.restart import RestartWatch
from data.folder.model import Source
from data.health.reading import Participant, Presence, Snapshot
from data.units import NS_PER_S

AT_ONCE = 8
PATIENCE = 0.8
"""Of the time of a poll, what one device may take."""
KEPT_NS = 300 * NS_PER_S
LONGEST_REST_NS = 60 * NS_PER_S


class Spent(RateLimited):
    """Our own budget is used up: it says nothing of the device."""


class Device:
    """One device: where it is, what it is called, and how it fared."""

    def __init__(self, host: str, name: str, http: HttpClient) -> None:
        self.host = host
        self.name = name
        self.http = http
        self.last: Participant | None = None
        self.failures = 0
        self.error: AdapterError | None = None
        self.refused: Refused | None = None
        self.asked_ns = self.answered_ns = -1
        self.rests_until_ns = 0


class Endpoints:
    """A frame for `adapters.base.Adapter`: many devices with the same credentials, each asked alone.

    Settings: `hosts` (addresses or URLs parted by commas, each with `= NAME` after it when it should
    not be called what it calls itself; the source's `url` when left out), `username`, `ca_file`;
    secret: `password`. Nothing is said of who is not asked, so every snapshot is partial. A device that was
    in a call and is not any more is absent; one that does not answer any more is only listed, for its
    line may be cut while its call goes on. When all of them hang up between two polls, what they were
    called to is blamed. Who refuses us is not asked again, who does not answer is asked once a minute. When
    nobody answers the poll fails, one device is asked at every poll from then on, and all of them as soon
    as it answers.
    """

    capabilities: frozenset[Capability]
    proved_on = "documents"
    accept = "application/json"
    per_minute = 600

    def __init__(self, source: Source, real_ns: Callable[[], int]) -> None:
        self._source = source
        self._real_ns = real_ns
        self._settings = settings = Settings(source)
        self._username = settings.text("username")
        self._budget = RequestBudget(real_ns, self.per_minute, burst=self.per_minute // 2)
        self._nobody = False
        self._restart = RestartWatch()
        hosts = settings.text("hosts", source.url).split(",")
        self._devices = [self._device(part) for part in hosts if part.strip()]
        if not self._devices:
            raise settings.missing("hosts")

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """Every device once, those of `focus` first; who is not reached in time waits for the next poll."""
        started_ns, before = self._real_ns(), self._budget.spent
        answered: list[Device] = []
        errors: list[AdapterError] = []
        queue = iter(self._order(focus))
        with suppress(TimeoutError):
            async with asyncio.timeout(self._source.timeout_s * IN_TIME):
                await asyncio.gather(*(self._asker(queue, answered, errors) for _ in range(AT_ONCE)))
        if not answered:
            self._nobody = True
            raise self._failure(errors)
        if self._nobody:  # it was our own line, not theirs
            self._nobody = False
            for one in self._devices:
                one.rests_until_ns = 0
        self._restart.check([one.last for one in self._devices if _is_in_call(one.last)], started_ns)
        return Snapshot(
            source=self._source.name,
            observed_ns=started_ns,
            participants=tuple(
                _as_last_seen(one.last, started_ns, one.answered_ns)
                for one in self._devices
                if one.last is not None
            ),
            poll_ms=(self._real_ns() - started_ns) / 1e6,
            requests=self._budget.spent - before,
            partial=True,
        )

    @property
    def silent(self) -> Sequence[Silent]:
        """The devices that did not answer when they were asked last."""
        return [Silent(one.host, one.error.code) for one in self._devices if one.error is not None]

    async def aclose(self) -> None:
        """Close all sessions. Safe to call twice."""
        for one in self._devices:
            await one.http.aclose()

    async def _call(self, device: Device) -> Participant | None:
        """The device in its call, without a name; None when it is in none. Raises AdapterError."""
        raise NotImplementedError

    async def _name(self, device: Device) -> str:
        """What the device calls itself, "" when it does not say. Raises AdapterError."""
        raise NotImplementedError

    async def _named(self, device: Device) -> Participant | None:
        found = await self._call(device)
        if found is None:
            return None
        device.name = device.name or await self._name(device) or device.http.host
        return msgspec.structs.replace(found, name=device.name, alias=device.http.host)

    async def _get(self, device: Device, path: str, query: dict[str, str] | None = None) -> bytes:
        """An answer of the device, paid from the budget of the source."""
        self._pay()
        return await device.http.get(path, query)

    def _pay(self) -> None:
        if (wait_s := self._budget.take()) > 0:
            raise Spent("own request budget spent", retry_after_s=wait_s)

    def _device(self, part: str) -> Device:
        host, _, name = (word.strip() for word in part.partition("="))
        url = host if "://" in host else f"https://{host}"
        timeout_s = self._source.timeout_s * PATIENCE
        return Device(host, name, self._settings.client_of(url, "hosts", timeout_s, self.accept))

    def _order(self, focus: Sequence[str]) -> list[Device]:
        now_ns = self._real_ns()
        wanted = {ref: place for place, ref in enumerate(focus)}
        able = [one for one in self._devices if one.refused is None]
        able.sort(key=lambda one: (wanted.get(one.last.ref if one.last else "", len(wanted)), one.asked_ns))
        return [one for one in able if now_ns >= one.rests_until_ns] or able[:1]

    async def _asker(
        self, queue: Iterator[Device], answered: list[Device], errors: list[AdapterError]
    ) -> None:
        for device in queue:
            before_ns, device.asked_ns = device.asked_ns, self._real_ns()
            try:
                found = await self._named(device)
            except Spent:
                device.asked_ns = before_ns
                return
            except AdapterError as error:
                errors.append(error)
                self._failed(device, error)
                continue
            answered.append(device)
            device.failures, device.error, device.answered_ns = 0, None, self._real_ns()
            device.last = found if found is not None else _absent(device.last)

    def _failed(self, device: Device, error: AdapterError) -> None:
        if isinstance(error, Refused):
            device.refused = error
        device.failures, device.error = device.failures + 1, error
        rest_ns = int(self._source.interval_s * NS_PER_S) * (2 ** min(device.failures, 10) - 2)
        device.rests_until_ns = self._real_ns() + min(rest_ns, LONGEST_REST_NS)
        if device.last is not None and device.last.presence is not Presence.ABSENT:
            device.last = _silent(device.last)

    def _failure(self, errors: Sequence[AdapterError]) -> AdapterError:
        refused = [one.refused for one in self._devices if one.refused is not None]
        if len(refused) == len(self._devices):
            return refused[0]
        others = [one for one in errors if not isinstance(one, Refused)]
        return others[0] if others else TimedOut("no device answered in time")


def _as_last_seen(last: Participant, started_ns: int, answered_ns: int) -> Participant:
    """What this poll heard as it is; of what was heard before, no figures, and after a while nothing."""
    if answered_ns >= started_ns or last.presence in (Presence.ABSENT, Presence.LISTED):
        return last
    if started_ns - answered_ns > KEPT_NS:
        return _silent(last)
    return msgspec.structs.replace(last, streams=())


def _is_in_call(last: Participant | None) -> TypeGuard[Participant]:
    """As far as is known: a device that is silent may be in it still."""
    return last is not None and last.presence is not Presence.ABSENT


def _absent(last: Participant | None) -> Participant | None:
    return _silent(last, Presence.ABSENT) if last is not None else None


def _silent(last: Participant, presence: Presence = Presence.LISTED) -> Participant:
    """The call as it was, of which nothing is known any more."""
    return msgspec.structs.replace(
        last, presence=presence, streams=(), quality=None, mute_local=None, mute_server=None
    )
