"""One poll of a platform that is read over HTTP: what the adapters of such platforms have in common."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

import msgspec

from adapters.base import IN_TIME, ActionResult, Capability
from adapters.errors import NotSent, RateLimited, Refused, TimedOut, Unreachable
from adapters.settings import Settings
from adapters.transport.closer_looks import CloserLooks
from adapters.transport.event_receiver import EventReceiver, listener
from adapters.transport.request_budget import RequestBudget
from adapters.transport.restart import RestartWatch
from adapters.transport.turns import Turns
from data.actions.action import Action
from data.folder.model import Source
from data.health.reading import Participant, Presence, Snapshot
from data.units import NS_PER_S

KEPT_NS = 300 * NS_PER_S
_ORDERED = (Presence.ABSENT, Presence.DIALING, Presence.LOBBY)
"""What a roster says of these is all there is to say."""


class Roster(NamedTuple):
    """`found` in the platform's order, a ref once. Unless `whole`, nothing is said of who is not there."""

    found: Sequence[Participant]
    whole: bool = True


class _Kept(NamedTuple):
    """What a closer look told, for the polls in which the same leg is not looked at."""

    leg: Participant
    at_ns: int


class HttpPlatform:
    """A frame for `adapters.base.Adapter`: in time, within the budget, never a storm, one leg once.

    A subclass reads `_roster`, and says in `_session` who it is. Where legs are read one by one it has
    `_closely`, and `closely` (setting `legs_per_poll`) is how many of them a poll reads: those of
    `focus` first, then those that were looked at longest ago (`Turns`). What such a look told of presence,
    quality and mutes is good for five minutes. Where the platform `pushes`, `_tells` reads what comes
    to `events_port`: `news` is then set, and a poll is due, as long as the budget has what that needs, and
    again what the poll after it needs: a push never costs that one. Where it `signs` what it pushes,
    `_signed` checks that, with the secret that is named by `signs`.
    Raises ProblemError when made of settings that cannot be used.
    """

    capabilities: frozenset[Capability] = frozenset({Capability.ROSTER})
    proved_on = "documents"
    accept = "application/json"
    per_minute = 600
    closely = 0
    pushes = False
    signs = ""

    def __init__(self, source: Source, real_ns: Callable[[], int]) -> None:
        self._source = source
        self._real_ns = real_ns
        self._settings = Settings(source)
        if self.closely:
            self.closely = self._settings.number("legs_per_poll", self.closely)
        self._http = self._settings.client(accept=self.accept)
        self._budget = self._limits()
        self._restart = RestartWatch()
        self._kept: dict[str, _Kept] = {}
        self._turns = Turns()
        self._looks = CloserLooks(real_ns, source.interval_s)
        self._receiver = self._listener() if self.pushes else None
        self._roster_cost = 1

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """The whole roster, then as many closer looks as time and budget allow.

        The snapshot is stamped with the start of the poll, so a slow answer is not taken for a fresh
        one. A closer look that fails never costs the roster.
        """
        started_ns, before = self._real_ns(), self._budget.spent
        if self._receiver is not None:
            await self._receiver.open()
        roster = None
        with suppress(TimeoutError):
            async with asyncio.timeout(self._source.timeout_s):
                await self._session()
                roster = await self._roster()
        if roster is None:
            raise TimedOut(f"{self._http.host}: no whole roster in time")
        self._roster_cost = self._budget.spent - before
        if roster.whole:
            self._restart.check(roster.found, started_ns)
        found = roster.found
        if self.closely:
            seen = await self._looked_closely(found, focus, started_ns)
            found = [self._as_last_seen(one, seen, started_ns) for one in found]
        return Snapshot(
            source=self._source.name,
            observed_ns=started_ns,
            participants=tuple(found),
            poll_ms=(self._real_ns() - started_ns) / 1e6,
            requests=self._budget.spent - before,
            partial=not roster.whole,
        )

    async def act(self, action: Action) -> ActionResult:
        """One order, sent once. See `adapters.base.ActingAdapter`; it is one where it names its `actions`.

        The leg that it was about is looked at first in the next polls, so that they tell what came of it.
        """
        try:
            await self._session()
        except Unreachable as error:
            raise NotSent(error.detail, code=error.code) from None
        self._pay()
        self._kept.pop(action.ref, None)
        self._turns.tell(action.ref)
        await self._order(action)
        return ActionResult()

    async def aclose(self) -> None:
        """Close the session and the door for pushes. Safe to call twice."""
        await self._http.aclose()
        if self._receiver is not None:
            await self._receiver.aclose()

    def _tells(self, payload: bytes) -> bool:
        """Whether a push tells of a change that is worth an early poll. Never raises."""
        raise NotImplementedError

    def _signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether a push is of the platform. Never raises."""
        raise NotImplementedError

    def _challenge(self, body: bytes) -> bytes | None:
        """The answer to a push that only asks who listens here; None for all others. Never raises."""
        return None

    def _listener(self) -> EventReceiver | None:
        signed = self._signed if self.signs else None
        found = listener(self._settings, self._pushed, signed, self._challenge if self.signs else None)
        if found is not None:
            self.news = asyncio.Event()
            if self.signs and self.signs not in self._source.secrets:
                raise self._settings.missing(self.signs)
        return found

    def _secret_of_pushes(self) -> str:
        """What they are signed with; "" when that is not to be had, and then nobody is let in."""
        with suppress(Refused):
            return self._settings.secret(self.signs)
        return ""

    def _pushed(self, payload: bytes) -> None:
        cost = self._roster_cost + 1  # a new token may be needed
        if self._tells(payload) and self._budget.spares(cost, self._source.interval_s):
            self.news.set()

    def _limits(self) -> RequestBudget:
        """What the platform allows."""
        return RequestBudget(self._real_ns, self.per_minute)

    async def _session(self) -> None:
        """Be known to the platform; Basic auth unless a platform has another way."""
        if not self._http.is_open:
            username = self._settings.text("username")
            await self._http.open(username, self._settings.secret("password"))

    async def _roster(self) -> Roster:
        """Everybody. Raises AdapterError."""
        raise NotImplementedError

    async def _order(self, action: Action) -> None:
        """Tell the platform. Raises AdapterError."""
        raise NotImplementedError

    async def _closely(self, one: Participant) -> Participant:
        """The same leg with all that can be read of it alone. Raises AdapterError."""
        raise NotImplementedError

    async def _get(self, path: str, query: Mapping[str, str | int] | None = None, *, keep: int = 0) -> bytes:
        """An answer, paid from the budget. Raises RateLimited when nothing is left."""
        self._pay(keep)
        return await self._http.get(path, query)

    def _pay(self, keep: int = 0) -> None:
        if (wait_s := self._budget.take(keep=keep)) > 0:
            raise RateLimited("own request budget spent", retry_after_s=wait_s)

    async def _looked_closely(
        self, found: Sequence[Participant], focus: Sequence[str], started_ns: int
    ) -> dict[str, Participant]:
        self._kept = {one.ref: self._kept[one.ref] for one in found if one.ref in self._kept}
        if not self._looks.may(self._left_s(started_ns)):
            return {}
        try:
            async with asyncio.timeout(self._left_s(started_ns)):
                wanted = {one.ref: one for one in await self._wanted(found, focus)}
        except TimeoutError:
            return {}

        async def look(ref: str) -> Participant:
            self._turns.looked(ref)
            seen = await self._closely(wanted[ref])
            self._kept[ref] = _Kept(seen, self._real_ns())
            return seen

        return await self._looks.at(wanted, look, self._left_s(started_ns))

    def _left_s(self, started_ns: int) -> float:
        return self._source.timeout_s * IN_TIME - (self._real_ns() - started_ns) / NS_PER_S

    async def _wanted(self, found: Sequence[Participant], focus: Sequence[str]) -> list[Participant]:
        here = {one.ref: one for one in found if one.presence not in _ORDERED}
        return [here[ref] for ref in self._turns.choose(list(here), focus, self.closely)]

    def _as_last_seen(self, one: Participant, seen: Mapping[str, Participant], now_ns: int) -> Participant:
        """The leg as it was seen just now, or what is still good of the last look."""
        if (found := seen.get(one.ref)) is not None:
            return found
        kept = self._kept.get(one.ref)
        if kept is None or one.presence in _ORDERED or now_ns - kept.at_ns > KEPT_NS:
            return one
        return msgspec.structs.replace(
            one,
            presence=kept.leg.presence,
            quality=kept.leg.quality,
            mute_server=kept.leg.mute_server if one.mute_server is None else one.mute_server,
            mute_local=kept.leg.mute_local if one.mute_local is None else one.mute_local,
        )


def once_each(found: Sequence[Participant]) -> list[Participant]:
    """Everybody once, as last said: what was read twice is there twice."""
    return list({one.ref: one for one in found if one.ref}.values())
