"""Guesses for names that nothing binds: the right room first, never chosen by themselves."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable

import pytest
from kit.hostile import NAMES
from kit.national import national

from data.folder.model import DISTRICT, BridgePoint
from data.health.reading import Participant
from data.matching.binder import Binder
from data.matching.suggestions import LEAST, Suggester, Suggestion
from data.text import fold

POINTS = national()
BY_CODE = {point.code: point for point in POINTS}
BINDER, SUGGESTER = Binder(POINTS), Suggester(POINTS)
COURT = "Tòa án nhân dân "
LETTERS = {"huyện ": "H. ", "quận ": "Q.", "thị xã ": "TX ", "thành phố ": "TP."}


def place(point: BridgePoint) -> str:
    return point.name.removeprefix(COURT)


def province(point: BridgePoint) -> str:
    return re.sub(r"^(tỉnh|thành phố|Thành phố) ", "", place(BY_CODE[point.parent]))


def lettered(text: str) -> str:
    """ "huyện Cô Tô" is "H. Cô Tô"."""
    return next((short + text[len(rank) :] for rank, short in LETTERS.items() if text.startswith(rank)), text)


def bare(text: str) -> str:
    return next((text[len(rank) :] for rank in LETTERS if text.startswith(rank)), text)


WRITTEN: dict[str, Callable[[BridgePoint], str]] = {
    "whole": lambda p: f"{COURT}{place(p)}, {province(p)}",
    "short": lambda p: f"TAND {lettered(place(p))} - {province(p)}",
    "bare": lambda p: f"{bare(place(p))} {province(p)}",
    "turned": lambda p: f"{province(p)} - TAND {place(p)}",
    "joined": lambda p: f"TAND{place(p)}{province(p)}".replace(" ", ""),
}
SPOILT: dict[str, Callable[[str], str]] = {
    "no accents": fold,
    "NFD": lambda name: unicodedata.normalize("NFD", name),
    "spare device": lambda name: f"{name.upper()} (DP)",
    "a letter lost": lambda name: name[: len(name) // 2] + name[len(name) // 2 + 1 :],
}
SOME = random.Random(7).sample([point for point in POINTS if point.level == DISTRICT], 24)


SAID = {
    fold(write(point)): point.code
    for point in POINTS
    if point.level == DISTRICT
    for write in WRITTEN.values()
}
"""A letter lost may make another court's very name: that is no trouble of a matcher."""


def outcome(name: str, code: str) -> str:
    if SAID.get(fold(name), code) != code:
        return "another's"
    bound = BINDER.bind(Participant(ref="r", name=name))
    if bound is not None:
        return "bound" if bound == code else f"WRONG: {name} is not {bound}"
    found = SUGGESTER.suggest(name)
    return "first" if found and found[0].code == code else "missed"


def test_made_up_districts_in_every_shape_are_bound_or_first_and_never_bound_wrongly() -> None:
    found = Counter(
        outcome(spoil(write(point)), point.code)
        for point in SOME
        for write in WRITTEN.values()
        for spoil in SPOILT.values()
    )
    assert set(found) <= {"bound", "first", "missed", "another's"}
    assert found["another's"] <= 3
    assert found["bound"] + found["first"] >= 0.95 * (found.total() - found["another's"])
    assert found["first"] > 0.2 * found.total(), "and some had to be guessed"


ROSTER = (
    BridgePoint(code="T04", name="Tòa án nhân dân tỉnh Cao Bằng", level="provincial", short="Cao Bằng"),
    BridgePoint(
        code="H040",
        name="Tòa án nhân dân thành phố Cao Bằng",
        level="district",
        parent="T04",
        short="Cao Bằng",
    ),
    BridgePoint(code="H041", name="Tòa án nhân dân huyện Bảo Lâm", level="district", parent="T04"),
)


@pytest.mark.parametrize("name", ["Cao Bằng", "cao bang", "TAND Cao Bằng (DP)", "CAOBANG"])
def test_a_name_of_two_is_bound_to_neither_and_brings_both_alike(name: str) -> None:
    assert Binder(ROSTER).bind(Participant(ref="r", name=name)) is None
    first, second, *_ = Suggester(ROSTER).suggest(name)
    assert {first.code, second.code} == {"T04", "H040"}
    assert first.score == second.score


@pytest.mark.parametrize(
    ("name", "code"), [("TP Cao Bắng", "H040"), ("bao lam caobang", "H041"), ("H041 bao lam", "H041")]
)
def test_what_was_said_besides_tells_them_apart(name: str, code: str) -> None:
    assert Suggester(ROSTER).suggest(name)[0].code == code


@pytest.mark.parametrize(
    ("name", "code"),
    [("TAND H. Bảo Lâm", "H041"), ("H.Bảo Lâm, Cao Bằng", "H041"), ("h bao lam", "H041"), ("TAND H", None)],
)
def test_a_rank_of_one_letter_is_a_rank(name: str, code: str | None) -> None:
    assert Binder(ROSTER).bind(Participant(ref="r", name=name)) == code


@pytest.mark.parametrize("name", ["", "  ", "iPhone", "Zoom user", "123", "VNPT support", *NAMES])
def test_what_is_like_nothing_brings_nothing_sure_and_no_name_breaks_it(name: str) -> None:
    assert all(LEAST <= guess.score <= 100 for guess in SUGGESTER.suggest(name))
    assert BINDER.bind(Participant(ref="r", name=name)) in {None, *BY_CODE}


def test_words_run_together_are_as_good_as_words_apart() -> None:
    for name in ("TANDhuyenBaoLamCaoBang", "huyen bao lam cao bang"):
        assert Suggester(ROSTER).suggest(name)[0] == Suggestion("H041", 100.0)


def test_a_telephone_is_nobody() -> None:
    assert SUGGESTER.suggest("iPhone") == ()


def test_polling_imports_no_matcher_of_likeness() -> None:
    code = "import sys; import console.polling.share, console.screens.technician.screen\n"
    code += "print('rapidfuzz' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
