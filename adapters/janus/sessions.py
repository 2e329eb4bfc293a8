"""What was last seen of every session of a Janus, and which to look at next. Pure but for its memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from math import ceil

import msgspec

from adapters.janus.payload import Handle, Member
from adapters.transport.turns import Turns

PER_POLL = 64
ROUND_S = 24.0
"""Unless `sessions_per_poll` says how many, so many are looked at that all are in this time: within the first
half minute of a call, and, when half of a poll goes to the wanted, within the minute for which figures hold.
"""
KEPT_ROUNDS = 2
LIST_ANEW = 5
PUSHED_LOOKS = 2
URGENT = 8
"""So many of the wanted, on air and next among them, come before what was pushed: that may be a storm."""


class _Session:
    """`turn`: the poll that last looked, 0 for none. `tried`: one meant to. `listed`: its handles' ids.

    `since`: the poll that listed it first. `looks` begins anywhere, so that not all list their handles anew
    in the same round.

    `own` are those of its handles that members of the room publish on, `flows` whether media come on one.
    """

    __slots__ = ("flows", "handles", "listed", "looks", "own", "since", "tried", "turn")

    def __init__(self, since: int, looks: int) -> None:
        self.since = since
        self.handles: tuple[Handle, ...] = ()
        self.own: tuple[Handle, ...] = ()
        self.flows = False
        self.listed: list[str] | None = None
        self.looks = looks
        self.tried = False
        self.turn = 0


class Look(msgspec.Struct, frozen=True):
    """What is known of a member's own handle. `fresh`: it was read at this poll, and its figures are news."""

    session: str
    own: Handle | None = None
    fresh: bool = False


class _Found(msgspec.Struct, frozen=True):
    """Where a member was found by the poll `turn`, and what is said of it then and later."""

    turn: int
    fresh: Look
    later: Look


class Sessions:
    """The members of `room` by their sessions, of which each poll looks at some.

    Where there are no more than may be looked at, all are, at every poll. Else first those that are most
    wanted, those of which something was told, the other wanted, those of which no media are known, then those
    looked at longest ago.
    Sessions that were seen not to be in the room wait until everybody had a turn, or somebody in the room has
    no session. A look is good for two whole rounds, and only as long as its member stays.
    """

    def __init__(self, room: str, per_poll: int, interval_s: float) -> None:
        self._room = room
        self._per_poll = per_poll
        self._interval_s = interval_s
        self._known: dict[str, _Session] = {}
        self._home: dict[str, str] = {}
        self._found: dict[str, _Found] = {}
        self._publishes: dict[str, bool | None] = {}
        self._turns = Turns()
        self._homeless = False
        self._poll = 0
        self._kept = 0

    def act(self, member: str) -> None:
        """Something is done to it: the next polls look at it before all others."""
        if home := self._home.get(member):
            self._turns.tell(home)

    def tell(self, members: Iterable[str], sessions: Iterable[str] = (), looks: int = PUSHED_LOOKS) -> None:
        """These did something: they are looked at soon, so many times."""
        homes = [home for member in members if (home := self._home.get(member))]
        for session in (*homes, *sessions):
            self._turns.tell(session, looks, ahead=False)
            if (known := self._known.get(session)) is not None:
                known.listed = None

    def homes(self, sessions: Collection[str]) -> list[str]:
        """Those of them that a member of the room is known to be in."""
        return [home for home in self._home.values() if home in sessions]

    def choose(self, sessions: Sequence[str], roster: Sequence[Member], wanted: Iterable[str]) -> list[str]:
        """Begin a poll: which of the server's sessions to look at, the first first; `wanted` are members."""
        self._poll += 1
        self._known = {
            one: self._known.get(one) or _Session(self._poll, place % LIST_ANEW)
            for place, one in enumerate(sessions)
        }
        self._follow(roster)
        homes = set(self._home.values())
        homeless = self._homeless = any(self._home.get(one.id) not in self._known for one in roster)
        strangers = {one for one, known in self._known.items() if known.turn and one not in homes}
        in_round = len(sessions) - (0 if homeless else len(strangers))
        at_most = self._per_poll or max(PER_POLL, ceil(in_round * self._interval_s / ROUND_S))
        self._kept = KEPT_ROUNDS * max(1, ceil(in_round / at_most))
        homes_of = [self._home.get(one, "") for one in wanted]
        chosen = self._turns.choose(
            sessions,
            (*homes_of, *(self._home[one] for one in self._unseen(roster))),
            at_most,
            urgent=min(URGENT, len(homes_of)),
            later=() if homeless else strangers,
        )
        for one in chosen:
            self._known[one].tried = True
        return chosen

    def handles_of(self, session: str) -> list[str] | None:
        """Begin a look at it: the handles to read; None when they are to be listed anew.

        So they are now and then, for those that joined it, and while a member of the room is sought.
        """
        known = self._known[session]
        self._turns.looked(session)
        known.turn, known.looks = self._poll, known.looks + 1
        sought = self._homeless and not known.own
        self._see(session, known, ())
        return known.listed if known.looks % LIST_ANEW and not sought else None

    def saw(self, session: str, listed: list[str] | None, handles: Sequence[Handle]) -> None:
        """What the look found; `listed` is None when its handles are not known any more."""
        known = self._known[session]
        known.listed = listed
        self._see(session, known, tuple(handles))

    def looks(self, roster: Sequence[Member]) -> list[tuple[Member, Look]]:
        """Everybody with what is known of them; a member who was not found keeps the session it had.

        Left out are those whose session is not known while there are sessions that no poll has come to yet,
        for two rounds at most.
        """
        still = self._poll - self._kept
        to_come = any(not known.tried and known.since > still for known in self._known.values())
        told = []
        for member in roster:
            found = self._found.get(member.id)
            if found is not None and found.turn >= still and found.later.session in self._known:
                self._home[member.id] = found.later.session
                told.append((member, found.fresh if found.turn == self._poll else found.later))
            elif member.id in self._home or not to_come:
                told.append((member, Look(self._home.get(member.id, ""))))
        return told

    def others(self, session: str) -> list[Handle]:
        """The handles of it that publish nothing."""
        return [one for one in self._known[session].handles if not one.member]

    def handle_ids(self) -> Collection[str]:
        """Of all handles that were seen."""
        return {one.id for known in self._known.values() for one in known.handles}

    def _follow(self, roster: Sequence[Member]) -> None:
        """Who left, or came, or began or ceased to publish since the last poll is looked at anew."""
        publishes = {one.id: one.publisher for one in roster}
        for member in self._home.keys() - publishes.keys():
            gone = self._home.pop(member)
            if (known := self._known.get(gone)) is not None:
                known.listed = None
                self._see(gone, known, ())
            self._turns.forget(gone)
        before, self._publishes = self._publishes, publishes
        self.tell([one for one in self._home if before.get(one) != publishes[one]], looks=1)

    def _unseen(self, roster: Sequence[Member]) -> Iterator[str]:
        """Members who are said to publish, and of whom no media were seen."""
        for member in roster:
            known = self._known.get(self._home.get(member.id, ""))
            if member.publisher is not False and known is not None and not known.flows:
                yield member.id

    def _see(self, session: str, known: _Session, handles: tuple[Handle, ...]) -> None:
        for one in known.own:
            if (found := self._found.get(one.member)) is not None and found.later.session == session:
                del self._found[one.member]
        known.handles = handles
        known.own = tuple(one for one in handles if one.member and one.room == self._room)
        known.flows = any(one.flows for one in known.own)
        for one in known.own:
            looks = Look(session, one, fresh=True), Look(session, one)
            self._found[one.member] = _Found(known.turn, *looks)
