"""Plan B: what is ready stands first, what is not says why, and protocol is left alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from kit.conference import FoldingLog, item, point, running
from kit.profile import THOROUGH

from data import commands as cmd
from data.agenda.plan_b import Plan, Play, command, hall, plans
from data.agenda.programme import ItemChanges, changed
from data.agenda.readiness import ASK, GO, STOP, Gate
from data.folder.model import CENTRAL, PROVINCIAL, AgendaItem, BridgePoint, ItemKind
from data.state import ConferenceState

ROOMS: dict[str, BridgePoint] = {
    each.code: each
    for each in (
        point("TC00", CENTRAL),
        point("T1", PROVINCIAL, phone="021 0000 0001"),
        point("T2", PROVINCIAL),
        point("T3", PROVINCIAL, phone="023 0000 0001"),
    )
}


def begun(*items: AgendaItem) -> FoldingLog:
    log = running(items)
    log.advance()
    return log


class Rooms:
    """Which rooms are sick: everything else is ready."""

    def __init__(self, **gates: str) -> None:
        self.gates = gates

    def __call__(self, item: AgendaItem) -> Gate:
        return Gate(self.gates.get(item.point, GO), "down" if item.point in self.gates else "ready")


def found(state: ConferenceState, cue: str, rooms: Rooms) -> dict[Play, Plan]:
    wanted = state.item(cue)
    assert wanted is not None
    return {plan.play: plan for plan in plans(state, wanted, ROOMS, rooms)}


def test_the_nearest_ready_item_takes_the_place_and_is_offered_first() -> None:
    log = begun(item("a"), item("b", point="T1"), item("c", point="T2"), item("d", point="TC00"))
    wanted = log.state.item("b")
    assert wanted is not None
    first, *rest = plans(log.state, wanted, ROOMS, Rooms(T1=STOP, T2=ASK))
    assert (first.play, first.other, first.ready, first.reason) == (Play.SWAP, "d", True, "technical")
    assert [plan.play for plan in rest] == [Play.PHONE, Play.READ, Play.DEFER, Play.CLIP]
    assert (rest[-1].ready, rest[-1].why) == (False, "no_fallback")
    assert log.command(command(first, log.state, wanted)) is None
    assert [each.cue for each in log.state.items] == ["a", "d", "c", "b"]


def test_each_play_is_one_change_that_undo_takes_back_whole() -> None:
    log = begun(item("a"), item("b", point="T1", fallback="clip.mp4"), item("c"), item("d", point="TC00"))
    before = log.state
    wanted = before.item("b")
    assert wanted is not None
    for plan in plans(before, wanted, ROOMS, Rooms(T1=STOP)):
        assert plan.ready, plan
        assert log.command(command(plan, log.state, wanted, "Bà Thư ký")) is None, plan
        assert log.state.items != before.items or log.state.runs != before.runs
        change = log.state.last_change
        assert change is not None
        assert log.command(cmd.UndoChange(seq=change.seq)) is None
        assert (log.state.items, log.state.runs) == (before.items, before.runs)


def test_a_clip_a_telephone_and_a_reader_come_from_the_hall() -> None:
    log = begun(item("a"), item("b", point="T1", fallback="clip.mp4", speaker="X", speaker_title="Chánh án"))
    wanted = log.state.item("b")
    assert wanted is not None
    ready = found(log.state, "b", Rooms(T1=STOP))
    assert not found(log.state, "b", Rooms(T1=STOP, TC00=ASK))[Play.CLIP].ready
    assert log.command(command(ready[Play.READ], log.state, wanted, "Y")) is None
    read = log.state.item("b")
    assert read is not None and (read.point, read.speaker, read.speaker_title) == ("TC00", "Y", "")
    assert log.command(command(ready[Play.CLIP], log.state, wanted)) is None
    clip = log.state.item("b")
    assert clip is not None and (clip.kind, clip.media, clip.point) == (ItemKind.VIDEO, "clip.mp4", "TC00")
    assert log.events[-1].body.how == "clip"  # type: ignore[attr-defined]


def test_without_a_number_there_is_no_telephone() -> None:
    log = begun(item("a"), item("b", point="T2"))
    told = found(log.state, "b", Rooms(T2=STOP))[Play.PHONE]
    assert (told.ready, told.why) == (False, "no_phone")


def test_on_air_it_holds_cuts_to_the_hall_or_goes_on_to_what_is_ready() -> None:
    log = begun(item("a", point="T1"), item("b", point="T2"), item("c", point="T3"))
    log.clock.advance(60)
    told = found(log.state, "a", Rooms(T1=STOP, T2=STOP))
    assert [play for play, plan in told.items() if plan.ready][:3] == [Play.HOLD, Play.HALL, Play.NEXT]
    assert Play.DEFER not in told and Play.SWAP not in told
    on_air = log.state.item("a")
    assert on_air is not None
    assert log.command(command(told[Play.HALL], log.state, on_air)) is None
    assert log.state.item("a").point == "TC00"  # type: ignore[union-attr]
    assert log.command(command(told[Play.HOLD], log.state, on_air)) is None
    assert log.state.run("a").hold_causes == ("technical",)
    assert found(log.state, "a", Rooms())[Play.HOLD].why == "held"
    assert log.command(command(told[Play.NEXT], log.state, on_air)) is None
    assert log.state.on_air == "c"
    assert [each.cue for each in log.state.pending()] == ["b"]


def test_the_healthiest_court_that_was_asked_takes_the_cutaway() -> None:
    trial = item("b", point="T1", kind=ItemKind.LIVE_FEED, candidates=("T2", "T3"))
    log = begun(item("a"), trial)
    show = found(log.state, "b", Rooms(T1=STOP, T2=ASK))[Play.SHOW]
    assert (show.ready, show.point) == (True, "T3")
    assert Play.READ not in found(log.state, "b", Rooms())
    sick = found(log.state, "b", Rooms(T1=STOP, T2=ASK, T3=STOP))[Play.SHOW]
    assert (sick.ready, sick.why) == (False, "none_ready")


def test_nothing_moves_past_protocol_nor_a_fixed_start() -> None:
    log = begun(item("a"), item("b", point="T1"), item("p", priority="protocol"), item("c", point="TC00"))
    swap = found(log.state, "b", Rooms(T1=STOP))[Play.SWAP]
    assert (swap.ready, swap.why) == (False, "none_ready")
    fixed = begun(item("a"), item("b", point="T1", fixed=True), item("c"))
    assert found(fixed.state, "b", Rooms(T1=STOP))[Play.SWAP].why == "fixed"


def test_the_hall_is_the_first_central_room() -> None:
    assert hall(ROOMS) == "TC00"
    assert hall({}) == ""
    log = begun(item("a"), item("b", fallback="clip.mp4"))
    clip = next(each for each in plans(log.state, log.state.items[1], {}, Rooms()) if each.play is Play.CLIP)
    assert (clip.ready, clip.why) == (False, "no_hall")


VERDICTS = st.sampled_from((GO, ASK, STOP))
ITEM = st.builds(
    dict,
    point=st.sampled_from(("", *ROOMS)),
    kind=st.sampled_from(ItemKind),
    priority=st.sampled_from(("", "protocol")),
    fallback=st.sampled_from(("", "clip.mp4")),
    fixed=st.booleans(),
    candidates=st.sampled_from(((), ("T2", "T3"))),
)


@THOROUGH
@given(
    rows=st.lists(ITEM, min_size=2, max_size=6),
    verdicts=st.fixed_dictionaries(dict.fromkeys(("", *ROOMS), VERDICTS)),
    started=st.booleans(),
)
def test_nothing_is_called_ready_that_is_not_and_protocol_never_moves(
    rows: list[dict[str, object]], verdicts: dict[str, str], started: bool
) -> None:
    items = [item(str(at), **fields) for at, fields in enumerate(rows)]  # type: ignore[arg-type]
    log = begun(*items) if started else running(items)
    log.clock.advance(60)

    def gate_of(each: AgendaItem) -> Gate:
        return Gate(verdicts[each.point], "x")

    protocol = [(at, each.cue) for at, each in enumerate(items) if each.is_protocol]
    for wanted in [*log.state.pending(), *filter(None, [log.state.item(log.state.on_air)])]:
        told = plans(log.state, wanted, ROOMS, gate_of)
        assert [plan.ready for plan in told] == sorted((plan.ready for plan in told), reverse=True)
        assert len({plan.key for plan in told}) == len(told)
        for plan in told:
            if not plan.ready:
                continue
            if plan.play in (Play.SWAP, Play.NEXT):
                other = log.state.item(plan.other)
                assert other is not None and gate_of(other).verdict == GO
            if plan.play in (Play.CLIP, Play.PHONE, Play.READ, Play.HALL, Play.SHOW):
                assert gate_of(changed(wanted, ItemChanges(point=plan.point))).verdict == GO
            before = log.state
            refused = log.command(command(plan, before, wanted, "Y"))
            assert refused is None, (plan, refused)
            after = log.state
            assert [(at, each.cue) for at, each in enumerate(after.items) if each.is_protocol] == protocol
            for _, cue in protocol:
                assert cue == before.on_air or after.run(cue) == before.run(cue)
            log.state = before
