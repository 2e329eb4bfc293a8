"""An item in parts from several points: the form, the desk, the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.cli import sample_folder
from kit.conference import item
from kit.desks.agenda import agenda_desk
from kit.desks.view import DeskView
from kit.record.rows import kinds, log_rows

from console.cli import main
from console.screens.cards.item import ItemCard
from console.screens.cards.item_form import Wrong
from console.screens.cards.split_form import splitting
from data.commands import Split, SplitPart
from widgets.viet_input import ReasonInput

TALK = item("a", 9, point="TC00", speaker="Ông Một")
BLANK = {f"{name}_{n}": "" for name in ("minutes", "point", "speaker") for n in (1, 2, 3)}
Captured = pytest.CaptureFixture[str]


def made(**typed: str) -> Split | Wrong:
    view = DeskView([TALK, item("b")]).view()
    order = splitting(view, TALK).make({**BLANK, **typed})
    assert isinstance(order, Split | Wrong)
    return order


def test_it_begins_as_two_halves() -> None:
    form = splitting(DeskView([TALK]).view(), TALK)
    values = {field.name: field.value for field in form.fields if field.value}
    assert values == {"minutes_1": "4", "point_1": "TC00", "speaker_1": "Ông Một", "minutes_2": "5"}


@pytest.mark.parametrize("last", ["5", ""])
def test_two_parts(last: str) -> None:
    order = made(minutes_1="4", point_1="TC00", minutes_2=last, point_2="t1", speaker_2="Bà Hai")
    assert order == Split(
        item="a",
        parts=(
            SplitPart(point="TC00", duration_s=240),
            SplitPart(point="T1", duration_s=300, speaker="Bà Hai"),
        ),
        expect="",
    )


def test_three_parts() -> None:
    order = made(minutes_1="4", point_1="TC00", minutes_2="2:30", point_2="T1", point_3="T2")
    assert isinstance(order, Split)
    assert [(part.point, part.duration_s) for part in order.parts] == [
        ("TC00", 240),
        ("T1", 150),
        ("T2", 150),
    ]


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"minutes_1": "9", "point_1": "TC00"}, "point_2", "form.needed"),
        ({"minutes_1": "4", "minutes_2": "4", "point_2": "T1"}, "minutes_2", "form.split.sum"),
        ({"minutes_1": "10", "minutes_2": "", "point_2": "T1"}, "minutes_2", "form.not_a_time"),
        ({"point_1": "TC00", "minutes_2": "5", "point_2": "T1"}, "minutes_1", "form.not_a_time"),
        ({"minutes_1": "4", "minutes_2": "5", "point_2": "ZZ"}, "point_2", "form.no_point"),
    ],
)
def test_what_is_wrong_is_said_at_its_box(typed: dict[str, str], field: str, code: str) -> None:
    wrong = made(**typed)
    assert isinstance(wrong, Wrong) and (wrong.field, wrong.code) == (field, code)


async def test_at_the_desk_and_undone(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path, size=(80, 24)) as desk:
        await desk.opened()
        await desk.select("4.2")
        before = desk.state.items
        await desk.verb("Chia mục")
        card = desk.app.screen
        assert isinstance(card, ItemCard) and desk.on_card("CHIA MỤC 4.2", "3: điểm cầu", "F8 thực hiện")
        card.query_one("#box-point_2", ReasonInput).value = "t31"
        await desk.press("enter")
        assert desk.state.items == before, "Enter goes to the next box and does nothing"
        await desk.press("f8")
        assert desk.order == ["4.1", "4.2", "4.2b", "4.3", "4.4", "4.5", "5"]
        first, second = desk.state.items[1:3]
        assert [(part.point, part.duration_s) for part in (first, second)] == [("TC00", 240), ("T31", 240)]
        await desk.press("ctrl+z")
        await desk.confirm()
        assert desk.state.items == before


def test_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setenv("DIEMCAU_AS", "op1")
    folder = sample_folder(tmp_path / "hn", min_take_ms=1)
    assert main(["advance", str(folder), "--expect", "none"]) == 0
    capsys.readouterr()

    def split(*parts: str) -> int:
        given = [word for part in parts for word in ("--part", part)]
        return main(["split", str(folder), "4.4", *given, "--lang", "en"])

    assert split("4' TC00", "6' tc00") == 0
    assert capsys.readouterr().out == "4.4 split into 2 parts\n"
    assert kinds(log_rows(folder))[-2:] == ["ItemEdited", "ItemInserted"]
    assert split("4' TC00", "6' TC00") == 1
    assert "add up to 600 s" in capsys.readouterr().err
    assert split("4'") == 2
