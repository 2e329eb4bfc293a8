"""Names that nobody knows: listed, guessed, decided by a person, obeyed at once and after a restart."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from aiohttp import web
from kit.desks.on_a_log import until
from kit.desks.polling import opened, polling_console, sample_at
from kit.desks.view import DeskView
from kit.platforms.loopback import platform, roster, row
from kit.screens.text import screen_text

from console.app import ConsoleApp
from console.cli import main
from console.names import GUEST, STRANGER, UNDO, Matter, matters, order, unmatched
from console.screens.cards.names_words import nothing, option_of, page
from console.screens.technician.words import listing
from console.text.sentences import translator
from data.commands import AddNote
from data.health.reading import ShownCall
from data.matching.commands import DismissName, MatchPoint, UndoMatch
from data.matching.suggestions import Suggestion
from widgets.choice_card import STAY
from widgets.line import Piece

VI = translator("vi")


def told(*pieces: tuple[Piece, ...]) -> str:
    return "\n".join("".join(piece.text for piece in line) for line in pieces)


def desk(*names: str, doubles: tuple[ShownCall, ...] = ()) -> DeskView:
    made = DeskView()
    made.answer()
    shown = tuple(ShownCall(name, "a@x") for name in names)
    made.sources["s1"] = msgspec.structs.replace(made.sources["s1"], unmatched=shown, doubles=doubles)
    return made


def test_unknown_names_come_first_each_once_then_doubles_then_decisions() -> None:
    made = desk(
        "iPhone", "Phòng 3", "iPhone", doubles=(ShownCall("T1", point="T1"), ShownCall("T1 (DP)", point="T1"))
    )
    assert made.log.command(DismissName(source="s1", name="Máy phụ", who="guest")) is None
    found = matters(made.view())
    assert [(each.kind, each.name, each.times) for each in found] == [
        ("unmatched", "iPhone", 2),
        ("unmatched", "Phòng 3", 1),
        ("double", "T1", 2),
        ("decided", "Máy phụ", 1),
    ]
    assert found[2].names == ("T1", "T1 (DP)")


def test_what_is_decided_is_no_question_any_more_and_what_nobody_hears_is_not_asked() -> None:
    made = desk("iPhone", "Phòng 3")
    assert made.log.command(MatchPoint(source="s1", name="PHONG 3", point="T1")) is None
    assert [each.name for each in unmatched(made.view())] == ["iPhone"]
    assert made.log.command(UndoMatch(source="s1", name="Phòng 3")) is None
    assert [each.name for each in unmatched(made.view())] == ["iPhone", "Phòng 3"]
    made.log.clock.advance(60)
    assert unmatched(made.view()) == [], "a source that is silent shows nobody"


MATTER = Matter(kind="unmatched", source="s1", name="Tỉnh", alias="a@x")


@pytest.mark.parametrize(
    ("option", "command"),
    [
        ("T1", MatchPoint(source="s1", name="Tỉnh", point="T1")),
        (GUEST, DismissName(source="s1", name="Tỉnh", who="guest")),
        (STRANGER, DismissName(source="s1", name="Tỉnh", who="stranger")),
        (UNDO, UndoMatch(source="s1", name="Tỉnh")),
    ],
)
def test_an_option_is_a_decision(option: str, command: object) -> None:
    assert order(MATTER, option) == command


def test_the_page_leaves_it_first_and_puts_the_missing_room_before_the_one_that_is_here() -> None:
    made = desk("Tỉnh")
    made.fare("T1", made.view().board.health["T1"])
    guesses = (Suggestion("T1", 90.0), Suggestion("T2", 90.0), Suggestion("T1H1", 80.0))
    shown = page(made.view(), MATTER, (0, 3), guesses, VI)
    assert [option_of(option.key) for option in shown.options] == ["", "T2", "T1", "T1H1", GUEST, STRANGER]
    assert shown.options[0].key == STAY and shown.right.text == "1/3"
    assert "đang có mặt" in shown.options[2].label and "đang có mặt" not in shown.options[1].label
    assert "Điểm T1H1, Tỉnh 1" in shown.options[3].label, "a district is told with its province"
    assert "hợp với nhiều điểm cầu" in told(*shown.lines)


def test_a_mark_never_stands_on_another_name_s_option() -> None:
    made = desk("a", "b")
    first, second = (
        page(
            made.view(),
            Matter(kind="unmatched", source="s1", name=name),
            (0, 2),
            (Suggestion("T1", 90.0),),
            VI,
        )
        for name in "ab"
    )
    assert {option.key for option in first.options} & {option.key for option in second.options} == {STAY}


@pytest.mark.parametrize("name", ["[bold]", "\x1b[2Jx", "\u202eTC00", "a\nb", "", "Đ" * 500])
def test_hostile_names_stay_text_on_one_line(name: str) -> None:
    shown = page(desk(name).view(), Matter(kind="unmatched", source="s1", name=name), (0, 1), (), VI)
    text = told(*shown.lines)
    assert "\x1b" not in text and "\u202e" not in text
    assert all(len(line) < 120 for line in text.splitlines())
    assert option_of(shown.options[1].key) == GUEST
    assert order(Matter(kind="unmatched", source="s1", name=name), GUEST) == DismissName(
        source="s1", name=name, who="guest"
    )


def test_the_screen_counts_them_and_says_nothing_when_there_are_none() -> None:
    bar = listing(desk("iPhone", "x").view(), VI, faults_only=False)
    assert "2 tên chưa khớp" in told(*bar.facts)
    assert "chưa khớp" not in told(*listing(desk().view(), VI, faults_only=False).facts)
    assert nothing(VI).options[0].key == STAY


def room(shown: str) -> object:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=roster([row(1, display_name=shown), row(2, display_name="T01")]))

    return answer


async def test_a_person_s_f8_makes_it_an_alias_at_once_and_after_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "hn"
    async with platform(room("Hải Phòng")) as url:  # type: ignore[arg-type]
        session = opened(sample_at(folder, url))
        app = ConsoleApp(session, VI)
        async with app.run_test(size=(120, 40)) as pilot:
            await until(lambda: any(status.unmatched for status in session.sources.values()), 20)
            await pilot.press("f3", "ctrl+p", *"ten chua", "enter")
            await until(lambda: "T31 Hải Phòng" in screen_text(app), 20)
            assert "HẢI PHÒNG" not in screen_text(app) and "1/1" in screen_text(app)
            await pilot.press("f8", "down", "enter")
            await session.command(AddNote(text="Enter decides nothing, nor does F8 on what stays as it is"))
            assert session.state.names == {}
            await until(lambda: app.parts.guard.f8.is_quiet)
            await pilot.press("f8")
            await until(lambda: session.readings["T31"].legs == 1, 20)
            await until(lambda: "đã khớp" in screen_text(app) or "QUYẾT ĐỊNH" in screen_text(app), 20)
        await session.stop()
        async with polling_console(folder, url, name="c2") as again:
            await until(lambda: again.session.readings["T31"].legs == 1)
            assert [each.kind for each in matters(again.view)] == ["decided"]
            assert [each.body["name"] for each in again.rows("PointMatched")] == ["Hải Phòng"]


async def test_the_queue_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "hn"
    async with platform(room("TAND Hai Phongg")) as url, polling_console(folder, url) as console:  # type: ignore[arg-type]
        await until(lambda: unmatched(console.view))
        await console.session.command(AddNote(text="x"))
        await until(lambda: queue(folder, capsys))
        [waiting] = queue(folder, capsys)
        assert (waiting["source"], waiting["name"]) == ("pexip", "TAND Hai Phongg")
        assert waiting["suggestions"][0]["point"] == "T31"  # type: ignore[index]
        assert main(["names", str(folder), "--unmatched", "--lang", "en"]) == 0
        assert "T31" in capsys.readouterr().out


def queue(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main(["names", str(folder), "--unmatched", "--json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found
