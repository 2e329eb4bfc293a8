"""The checks before the opening: what is not known is neither good nor bad."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.desks.view import DeskView

from console.machine import Machine, Power, look, read_power
from console.preflight import BAD, BY_HAND, GOOD, UNSURE, automatic, by_hand, failing
from console.screens.cards.preflight_words import preflight_card
from console.text.sentences import translator
from data import events as ev
from widgets.glyphs import UNICODE

SEEN = Machine(looked=True, free_bytes=2**33, writable=True)


def states(desk: DeskView) -> dict[str, str]:
    return {check.name: check.state for check in automatic(desk.view())}


def test_nothing_is_good_before_anybody_has_looked() -> None:
    found = states(DeskView())
    assert GOOD not in found.values()
    assert {name for name, state in found.items() if state == BAD} == {"key"}


@pytest.mark.parametrize(
    ("name", "fields", "state", "found"),
    [
        ("disk", {"machine": SEEN}, GOOD, "free"),
        ("disk", {"machine": Machine(looked=True, free_bytes=1000, writable=True)}, BAD, "full"),
        ("disk", {"machine": Machine(looked=True, free_bytes=2**33, writable=False)}, BAD, "read_only"),
        ("disk", {"machine": Machine(looked=True, network="nfs", writable=True)}, BAD, "network"),
        ("disk", {"machine": SEEN, "failure": "log.full"}, BAD, "failing"),
        ("clock", {"machine": SEEN}, UNSURE, "unknown"),
        ("clock", {"machine": Machine(looked=True, synchronised=True)}, GOOD, "synchronised"),
        ("clock", {"machine": Machine(looked=True, synchronised=True), "moved_ms": 5000}, BAD, "stepped"),
        ("power", {"machine": Machine(looked=True, power=Power(True, 10))}, GOOD, "plugged"),
        ("power", {"machine": Machine(looked=True, power=Power(False, 80))}, BAD, "unplugged"),
        ("power", {"machine": Machine(looked=True, power=Power(False, 10))}, BAD, "low"),
        ("power", {"machine": Machine(looked=True, power=Power(None, 80))}, UNSURE, "battery"),
        ("console", {"machine": SEEN}, BAD, "alone"),
        ("console", {"machine": Machine(looked=True, others=("b-1",))}, GOOD, "present"),
        ("key", {"keys_seen": frozenset({"advance"})}, GOOD, "seen"),
    ],
)
def test_what_the_machine_says(name: str, fields: dict[str, object], state: str, found: str) -> None:
    desk = DeskView()
    desk.know(**fields)
    check = next(check for check in automatic(desk.view()) if check.name == name)
    assert (check.state, check.found) == (state, found)


def test_a_source_that_is_silent_fails_and_none_at_all_does_not() -> None:
    desk = DeskView()
    desk.answer()
    assert states(desk)["sources"] == GOOD
    desk.answer(age_s=60)
    assert states(desk)["sources"] == BAD
    assert states(DeskView(sources=0))["sources"] == UNSURE


def test_a_tick_and_its_taking_back() -> None:
    desk = DeskView()
    assert {check.name for check in failing(desk.view())} >= set(BY_HAND)
    desk.log.record(*(ev.ChecklistMarked(check=check, done=True) for check in BY_HAND))
    assert all(check.state == GOOD for check in by_hand(desk.view()))
    desk.log.record(ev.ChecklistMarked(check="clips", done=False))
    assert [check.name for check in by_hand(desk.view()) if check.state == BAD] == ["clips"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_card_has_words_for_every_finding_and_fits_a_small_window(language: str) -> None:
    desk = DeskView()
    desk.know(machine=SEEN)
    card = preflight_card(desk.view(), translator(language), UNICODE)
    words = "".join(piece.text for line in card.lines for piece in line) + card.heading + card.hint
    assert "preflight." not in words + "".join(option.label for option in card.options)
    assert 4 + len(card.lines) + len(card.options) + 1 <= 24


def supply(folder: Path, name: str, **files: str) -> None:
    (folder / name).mkdir()
    for file, content in files.items():
        (folder / name / file).write_text(f"{content}\n", "ascii")


def test_mains_and_battery_are_read_and_a_mouse_is_no_battery(tmp_path: Path) -> None:
    assert read_power(tmp_path / "none") == Power()
    supply(tmp_path, "AC", type="Mains", online="0")
    supply(tmp_path, "BAT0", type="Battery", capacity="41")
    supply(tmp_path, "mouse", type="Battery", scope="Device", capacity="99")
    assert read_power(tmp_path) == Power(plugged=False, battery_pct=41)


def test_this_machine_has_room_and_lets_us_write(tmp_path: Path) -> None:
    seen = look(tmp_path / "log.db", others=("b",))
    assert seen.looked and seen.writable and seen.free_bytes and seen.others == ("b",)
    gone = look(tmp_path / "gone" / "log.db")
    assert gone.looked and gone.free_bytes is None and gone.writable is False
