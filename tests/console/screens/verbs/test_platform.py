"""What the cards offer to ask of a platform, what they ask, and what is said instead of a card."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from kit.desks.playing import playing
from kit.desks.view import DeskView

from console.polling.history import History
from console.screens.questions.gate import Answer
from console.screens.technician.facts import facts
from console.screens.verbs.table import VERBS
from console.screens.verbs.verb import Ask, Say, Situation, Verb
from console.text.sentences import translator
from data.actions import checks
from data.actions.action import ActionKind
from data.actions.checks import Answer as Answered
from data.commands import RequestAction
from data.health.reading import Health
from widgets.choice_card import STAY
from widgets.glyphs import UNICODE

VI = translator("vi")
ALL = tuple(map(str, ActionKind))


def desk(acts: tuple[str, ...] = ALL, **muted: Any) -> DeskView:
    """Item a, of the centre, is on air; T1 is in the call, T2 is not."""
    made = DeskView()
    made.log.advance()
    made.answer()
    made.sources["s1"] = msgspec.structs.replace(made.sources["s1"], acts=acts)
    made.fare("T1", Health.OK, ref="r1", **muted)
    made.fare("TC00", Health.OK, ref="r0")
    return made


def pressed(made: DeskView, *points: str, action: str = "act") -> Verb:
    return VERBS[action](Situation(view=made.view(), t=VI, glyphs=UNICODE, points=points))


def options(verb: Verb) -> list[str]:
    assert isinstance(verb, Ask), verb
    return [option.key for option in verb.question.choice.options]


def asked(verb: Verb, option: str, reason: str = "") -> RequestAction:
    assert isinstance(verb, Ask)
    command = verb.command(Answer(option, reason))
    assert isinstance(command, RequestAction)
    return command


def said(verb: Verb) -> str:
    assert isinstance(verb, Say), verb
    return verb.text


def test_a_room_in_the_call_can_be_muted_dropped_and_shown_and_doing_nothing_comes_first() -> None:
    verb = pressed(desk(mute_server=False), "T1")
    assert options(verb) == [STAY, "mute", "drop", "spotlight", "unspotlight"]
    order = asked(verb, "mute")
    assert (order.source, order.point, order.ref, order.fresh) == ("s1", "T1", "r1", True)
    assert order.able == ALL


@pytest.mark.parametrize(("muted", "offers"), [(True, "unmute"), (False, "mute")])
def test_what_is_so_already_is_not_offered(*, muted: bool, offers: str) -> None:
    found = options(pressed(desk(mute_server=muted), "T1"))
    assert [one for one in found if one.endswith("mute")] == [offers]


def test_only_what_the_source_declares_is_offered() -> None:
    assert options(pressed(desk(("mute", "unmute")), "T1")) == [STAY, "mute", "unmute"]
    assert "không làm được việc này" in said(pressed(desk(()), "T1"))


def test_a_room_that_is_not_there_has_no_address_or_can_be_dialled() -> None:
    made = desk()
    assert "platform_id" in said(pressed(made, "T2"))
    roster = tuple(msgspec.structs.replace(p, platform_id="t2@x") for p in made.conference.points)
    made.conference = msgspec.structs.replace(made.conference, points=roster)
    made.maker = type(made.maker)(made.conference)
    verb = pressed(made, "T2")
    assert options(verb) == [STAY, "dial"]
    order = asked(verb, "dial")
    assert (order.address, order.name, order.ref) == ("t2@x", "T2 - Tỉnh 2", "")


def test_the_room_on_air_says_so_and_is_dropped_for_a_reason_only() -> None:
    verb = pressed(desk(), "TC00")
    assert isinstance(verb, Ask)
    assert verb.question.needs_reason == {"drop"}
    assert "ĐANG LÊN SÓNG" in "".join(piece.text for line in verb.question.choice.lines for piece in line)
    assert isinstance(pressed(desk(), "T1"), Ask)


def test_nothing_is_armed_while_the_platform_is_away_or_somebody_only_looks_on() -> None:
    made = desk()
    made.log.clock.advance(60)
    assert "đang không trả lời" in said(pressed(made, "T1"))
    made = desk()
    made.know(role="viewer")
    assert said(pressed(made, "T1")) == VI("role.viewer")
    assert said(pressed(made)) == VI("point.none")


def test_without_control_rooms_are_seen_to_but_not_what_the_hall_hears() -> None:
    made = desk()
    made.know(console="c7", role="technician")
    assert isinstance(pressed(made, "T1"), Ask)
    assert "op-c1" in said(pressed(made, "TC00"))
    assert "op-c1" in said(pressed(made, action="act_door"))


def test_the_door_has_two_ways() -> None:
    verb = pressed(desk(), action="act_door")
    assert options(verb) == [STAY, "lock", "unlock"]
    assert (asked(verb, "lock").point, asked(verb, "lock").ref) == ("", "")


def test_the_card_of_a_room_tells_the_last_request_until_its_end() -> None:
    made = desk(mute_server=False)
    assert made.log.command(asked(pressed(made, "T1"), "mute")) is None

    def told() -> str:
        card = facts(made.view(), "T1", History(["T1"]), VI, UNICODE)
        return "\n".join("".join(piece.text for piece in line) for line in card.below)

    assert "tắt mic: đã yêu cầu" in told()
    assert "chưa rõ kết quả" in said(pressed(made, "T1")), "one thing after the other"
    log = made.log
    log.record(*checks.hand_over(log.state, "a1", ALL, log.clock.now()))
    log.record(*checks.answered(log.state, "a1", Answered("accepted")))
    assert "chờ xác nhận" in told()
    log.record(*checks.settled(log.state, "a1", log.clock.now(), seen=None, polls=2))
    assert "CHƯA XÁC NHẬN: nguồn này không cho thấy" in told()
    card = pressed(made, "T1")
    assert isinstance(card, Ask)
    assert "CHƯA XÁC NHẬN" in "".join(p.text for line in card.question.choice.lines for p in line)


async def test_in_the_palette_it_says_why_it_cannot(tmp_path: Any) -> None:
    async with playing(tmp_path) as play:
        await play.press("ctrl+p", *"khoa phong", "enter")
        await play.until(lambda: "không trả lời" in play.text)
        assert not any(event.kind == "ActionRequested" for event in await play.events())
