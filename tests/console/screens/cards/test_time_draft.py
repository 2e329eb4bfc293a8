"""Minutes tried on a view: never below what has run, never of protocol, and the sums add up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from kit.conference import START_MS, item
from kit.desks.view import DeskView
from kit.profile import THOROUGH

from console.screens.cards.time_draft import Draft, stepped, tried
from data.commands import Compress, Extend
from data.folder.model import AgendaItem


def desk_of(items: list[AgendaItem], *, hard_end_min: int) -> DeskView:
    desk = DeskView(items, sources=0)
    desk.log.adopt(items, hard_end_ms=START_MS + hard_end_min * 60_000)
    desk.log.advance()
    return desk


ITEMS = st.lists(
    st.builds(
        lambda minutes, least, protocol: (minutes, min(least, minutes), protocol),
        st.integers(1, 20),
        st.integers(0, 20),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@THOROUGH
@given(
    rows=ITEMS,
    run_s=st.integers(0, 900),
    minutes=st.lists(st.sampled_from((1, -1, 5, -5)), max_size=8),
    hard_end=st.integers(5, 90),
    take=st.booleans(),
)
def test_what_stands_on_the_card_is_allowed_and_adds_up(
    rows: list[tuple[int, int, bool]], run_s: int, minutes: list[int], hard_end: int, take: bool
) -> None:
    items = [item("on", 10)]
    items += [
        item(str(at), long, min_duration_s=least * 60, priority="protocol" if protocol else "")
        for at, (long, least, protocol) in enumerate(rows)
    ]
    desk = desk_of(items, hard_end_min=hard_end)
    desk.log.clock.advance(run_s)
    view = desk.view()
    on_air = view.on_air
    assert on_air is not None
    takes = frozenset(each.cue for each in items) if take else frozenset[str]()
    trial = tried(view, on_air, Draft(cue="on", takes=takes, cause="chair"))
    for by in minutes:
        trial = tried(view, on_air, stepped(trial, by))
    assert 600 + trial.draft.seconds >= min(600, run_s)
    offered = {offer.cue for offer in trial.offers}
    assert not offered & {each.cue for each in items if each.is_protocol} and "on" not in offered
    assert sum(trial.given.values()) + trial.missing_s == trial.asked_s
    order = trial.command()
    if order is None:
        assert not trial.draft.seconds and not trial.given
        return
    assert isinstance(order, Compress if trial.given else Extend)
    assert desk.log.command(order) is None
    assert desk.view().forecast == trial.after, "what was shown is what came true"


def test_steps_come_to_whole_minutes() -> None:
    desk = desk_of([item("on", 10), item("b", 10)], hard_end_min=30)
    desk.log.clock.advance(90.5)
    view = desk.view()
    assert view.on_air is not None
    trial = tried(view, view.on_air, Draft(cue="on"))
    for _ in range(3):
        trial = tried(view, view.on_air, stepped(trial, -5))
    assert trial.draft.seconds == trial.least_s == -(600 - 91 - 1)
    assert stepped(trial, 1).seconds == -480
    assert stepped(trial, 5).seconds == -240
