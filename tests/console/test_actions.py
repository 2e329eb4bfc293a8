from __future__ import annotations

import re
from pathlib import Path

import pytest

from console.actions import ACTIONS, Asks, Scope, blocked_by_scope, find, key_name
from console.keys.footer import footer
from console.keys.lists import help_groups, palette_entries, readme_table
from console.text.sentences import translator

VI, EN = translator("vi"), translator("en")
README = Path(__file__).parents[2] / "README.md"
BANNED = {f"ctrl+{c}" for c in "abdhijkmsuvwx"} | {"ctrl+left_square_bracket", "alt+z", "f10", "f11", "f12"}


def test_ids_and_keys_are_unique() -> None:
    ids = [action.id for action in ACTIONS]
    assert len(set(ids)) == len(ids)
    for past in (False, True):  # F7 stops the clock that is shown: the item's, or a replay's
        keys = [key for action in ACTIONS if action.acts(past=past) for key in action.keys]
        assert len(set(keys)) == len(keys)


def test_in_a_replay_nothing_acts_that_changes_anything_and_at_a_conference_nothing_of_a_replay() -> None:
    past = {action.id for action in ACTIONS if action.acts(past=True)}
    present = {action.id for action in ACTIONS if action.acts(past=False)}
    assert past.isdisjoint(action.id for action in ACTIONS if action.changes)
    assert past.isdisjoint({"export", "lock", "preflight"})
    assert {"past_back", "past_turn", "find", "log", "leave"} <= past
    assert not {each for each in present if each.startswith("past_")}


def test_no_key_is_a_letter_a_digit_backspace_or_one_that_terminals_eat() -> None:
    for action in ACTIONS:
        for key in action.keys:
            assert len(key) > 1, key
            assert key not in BANNED | {"backspace"}, key
            assert key != "space" or not action.bound, "only where nothing can be typed"
            assert "ctrl+shift" not in key and "ctrl+enter" not in key


def test_nothing_that_changes_the_programme_sits_on_enter_or_escape() -> None:
    for key in ("enter", "escape"):
        (action,) = (a for a in ACTIONS if key in a.keys)
        assert not action.changes


def test_the_keys_of_the_agenda_act_on_the_operator_screen_only() -> None:
    for action_id in ("advance", "hold", "time", "plan_b", "undo"):
        action = find(action_id)
        assert action.changes
        assert blocked_by_scope(action, Scope.POINTS)
        assert not blocked_by_scope(action, Scope.OPERATOR)


def test_undo_and_leave_always_ask() -> None:
    assert find("undo").asks is find("leave").asks is Asks.CARD


@pytest.mark.parametrize("language", [VI, EN])
@pytest.mark.parametrize("action", ACTIONS, ids=lambda a: a.id)
def test_every_action_has_its_three_texts(language, action) -> None:  # type: ignore[no-untyped-def]
    for code in (action.label, action.title, action.help):
        assert language.has(code), code


@pytest.mark.parametrize("language", [VI, EN])
@pytest.mark.parametrize("width", [80, 100, 120, 140])
@pytest.mark.parametrize("held", [False, True])
def test_the_footer_is_exactly_as_wide_as_the_screen(language, width: int, held: bool) -> None:  # type: ignore[no-untyped-def]
    row = footer(language, Scope.OPERATOR, width, held=held)
    assert len(row.line(width)) == width
    assert row.left[0].key == "F8"
    assert row.right[-1].key == "F1"


def test_the_footer_holds_what_the_table_puts_there() -> None:
    row = footer(VI, Scope.OPERATOR, 140)
    shown = {chip.action for chip in (*row.left, *row.right)}
    assert shown <= {a.id for a in ACTIONS if a.footer is not None or a.screen or a.id == "help"}
    assert {"advance", "hold", "undo", "help"} <= shown


def test_a_narrow_footer_drops_the_last_chips_first_and_keeps_the_palette() -> None:
    wide, narrow = footer(VI, Scope.OPERATOR, 120).left, footer(VI, Scope.OPERATOR, 60).left
    assert 1 < len(narrow) < len(wide)
    assert narrow[:-1] == wide[: len(narrow) - 1]
    assert narrow[-1].action == "palette"
    assert [chip.action for chip in wide].count("palette") == 1


def test_hold_reads_resume_while_held() -> None:
    label = {held: footer(VI, Scope.OPERATOR, 120, held=held).left[1].label for held in (False, True)}
    assert label == {False: "Dừng", True: "Tiếp"}


def test_key_names() -> None:
    assert [key_name(k) for k in ("f8", "ctrl+z", "question_mark", "pageup")] == ["F8", "^Z", "?", "PgUp"]


def test_the_palette_offers_what_has_no_key_too() -> None:
    offered = {entry.action for entry in palette_entries(VI)}
    assert {"advance", "undo", "take_control", "hand_control", "leave"} <= offered


def test_help_lists_only_keys_that_act_here() -> None:
    here = {entry.action for _, entries in help_groups(VI, Scope.POINTS) for entry in entries}
    assert "advance" not in here
    assert "leave" in here


def test_the_readme_shows_this_very_table() -> None:
    readme = README.read_text("utf-8") if README.exists() else ""
    block = re.search(r"<!-- keys -->\n(.*?)\n<!-- /keys -->", readme, re.S)
    assert block is not None
    assert block[1].strip() == readme_table("en")
