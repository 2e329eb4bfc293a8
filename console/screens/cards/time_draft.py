"""What the time card would do, and how the day would then go. Pure."""

from __future__ import annotations

import msgspec

from console.view import View
from data.agenda.compression import Offer, proposal
from data.agenda.forecast import Forecast, forecast
from data.agenda.item_rules import length_s
from data.agenda.programme import LONGEST_S
from data.agenda.what_if import extended, least_change_s
from data.commands import Command, Compress, Extend
from data.folder.model import AgendaItem
from data.state import ConferenceState

MINUTE_S = 60
ON_THE_WAY_S = 1
"""The item runs on while the command goes to the log."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """`seconds` more for the item `cue`, and the items whose minutes are taken; `cause` for both."""

    cue: str
    seconds: int = 0
    takes: frozenset[str] = frozenset()
    cause: str = ""


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """`draft` tried on a view. `offers` is who could give time then, `given` what is taken (s) by cue.

    `asked_s` is what would be missing to the hard end without it, `missing_s` what still is. `least_s`
    is the most that can be taken from the item. `before` and `after` tell the day without and with it.
    """

    draft: Draft
    item: AgendaItem
    state: ConferenceState
    on_air: str
    length_s: int
    least_s: int
    offers: tuple[Offer, ...]
    given: dict[str, int]
    asked_s: int
    before: Forecast
    after: Forecast

    @property
    def missing_s(self) -> int:
        """Seconds still missing to the hard end."""
        return max(0, self.asked_s - sum(self.given.values()))

    @property
    def needs_cause(self) -> bool:
        """Whether the rules want a word for it: protocol is shortened, or someone below the least time."""
        if self.draft.seconds >= 0 or self.draft.cause.strip():
            return False
        least = self.item.min_duration_s
        short = least is not None and self.length_s + self.draft.seconds < least
        return self.item.is_protocol or short

    def command(self) -> Command | None:
        """All of it as one change; None when nothing is to be done."""
        draft = self.draft
        rows = tuple(self.given.items())
        extends = (draft.cue, draft.seconds) if draft.seconds else None
        if rows:
            return Compress(rows=rows, extends=extends, cause=draft.cause, expect=self.on_air)
        if extends is None:
            return None
        return Extend(seconds=draft.seconds, item=draft.cue, cause=draft.cause, expect=self.on_air)


def tried(view: View, item: AgendaItem, draft: Draft) -> Trial:
    """`draft` on the item as `view` has it; too much taken is brought back to what is allowed."""
    state, now = view.state, view.now
    least_s = min(0, least_change_s(state, item, now) + ON_THE_WAY_S)
    seconds = max(draft.seconds, least_s)
    draft = msgspec.structs.replace(draft, seconds=seconds)
    longer = extended(state, {item.cue: seconds})
    found = proposal(longer, now)
    offers = tuple(offer for offer in found.offers if offer.cue != item.cue) if found else ()
    given = {offer.cue: offer.gives_s for offer in offers if offer.gives_s and offer.cue in draft.takes}
    shorter = extended(longer, {cue: -taken_s for cue, taken_s in given.items()})
    return Trial(
        draft=draft,
        item=item,
        state=state,
        on_air=state.on_air,
        length_s=length_s(state, item),
        least_s=least_s,
        offers=offers,
        given=given,
        asked_s=found.asked_s if found else 0,
        before=view.forecast,
        after=forecast(shorter, now),
    )


def stepped(trial: Trial, minutes: int) -> Draft:
    """So many minutes more or fewer, on whole minutes, as far as it goes."""
    now_s = trial.draft.seconds
    whole_s = -(-now_s // MINUTE_S) if minutes < 0 else now_s // MINUTE_S
    wanted_s = (whole_s + minutes) * MINUTE_S
    most_s = LONGEST_S - trial.length_s
    return msgspec.structs.replace(trial.draft, seconds=min(most_s, max(trial.least_s, wanted_s)))
