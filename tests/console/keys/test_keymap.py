"""A house's own keys: what may be asked for, what is wrong, what becomes of a press and of a sentence."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.small_conference import conference

from console.actions import ACTIONS
from console.keys.keymap import ALLOWED, checked, keymap, problems
from console.text.problems import problem_line
from console.text.sentences import KEY_NAME, translator
from data.folder.conference import load
from data.folder.model import KeyChoice

VI, EN = translator("vi"), translator("en")
DEFAULTS = {key for action in ACTIONS for key in action.keys}


def codes(*choices: KeyChoice) -> list[str]:
    return [problem.code for problem in problems(choices)]


def test_the_table_itself_has_no_problem_and_turns_nothing() -> None:
    plain = keymap()
    assert plain.actions == ACTIONS
    assert {key: plain.usual(key) for key in DEFAULTS} == {key: key for key in DEFAULTS}
    assert problems([KeyChoice(a.id, a.keys) for a in ACTIONS if a.bound and len(a.keys) == 1]) == ()


@pytest.mark.parametrize(
    "key",
    [
        *string.ascii_lowercase,
        *string.digits,
        *(f"ctrl+{letter}" for letter in "abdhijkmsuvwx"),
        *(f"ctrl+{digit}" for digit in string.digits),
        *("backspace", "space", "enter", "escape", "tab", "up", "home", "pagedown", "f10", "f11", "f12"),
        *(
            "alt+z",
            "alt+f8",
            "ctrl+shift+f8",
            "ctrl+shift+e",
            "shift+f8",
            "ctrl+enter",
            "",
            "F8",
            "ctrl+",
            "ă",
        ),
    ],
)
def test_keys_that_may_not_be_asked_for(key: str) -> None:
    assert codes(KeyChoice("advance", (key,))) == ["key_not_allowed"]


def test_unknown_actions_keys_wanted_twice_and_too_many() -> None:
    assert codes(KeyChoice("advanse", ("ctrl+y",))) == ["unknown_action"]
    assert codes(KeyChoice("open", ("ctrl+y",))) == ["unknown_action"], "Enter stays Enter"
    assert codes(KeyChoice("advance", ("f9",))) == ["key_twice"], "plan B has it"
    assert codes(KeyChoice("advance", ("f9",)), KeyChoice("plan_b", ("f8",))) == []
    assert codes(KeyChoice("note", ("ctrl+y",)), KeyChoice("lock", ("ctrl+y",))) == ["key_twice"] * 2
    assert codes(KeyChoice("note", ("ctrl+y", "ctrl+y"))) == ["key_twice"]
    assert codes(KeyChoice("note", ("ctrl+y", "ctrl+n", "f9", "f6"))).count("too_many_keys") == 1


def test_each_problem_names_file_key_and_mend(tmp_path: Path) -> None:
    folder = conference(tmp_path)
    with (folder / "conference.toml").open("a", encoding="utf-8") as file:
        file.write('[keys]\nadvanse = "f8"\nnote = "ctrl+a"\nlock = ["ctrl+f"]\nfind = 5\n')
    read, found = load(folder)
    assert read is None, "find = 5 is no key at all"
    assert "conference.toml:keys.find: " in problem_line(found[-1], VI)
    found = problems(
        [KeyChoice("advanse", ("f8",)), KeyChoice("note", ("ctrl+a",)), KeyChoice("lock", ("ctrl+f",))]
    )
    for language in (VI, EN):
        lines = [problem_line(problem, language) for problem in found]
        assert [line.split(": ")[0] for line in lines] == [
            f"conference.toml:keys.{a}" for a in ("advanse", "note", "lock")
        ]
        assert '"advanse"' in lines[0] and "advance" in lines[0].split(":")[-1]
        assert '"ctrl+a"' in lines[1] and "f1 … f9" in lines[1]
        assert '"ctrl+f"' in lines[2] and '"find"' in lines[2]


def test_a_folder_whose_keys_are_wrong_is_no_conference(tmp_path: Path) -> None:
    folder = conference(tmp_path)
    good = checked(*load(folder))
    assert good[0] is not None and good[1] == ()
    with (folder / "conference.toml").open("a", encoding="utf-8") as file:
        file.write('[keys]\nadvance = "F9"\n')
    assert load(folder)[0] is not None
    read, found = checked(*load(folder))
    assert read is None and [problem.code for problem in found] == ["key_twice"]


movable = [action for action in ACTIONS if action.bound and action.keys]
legal = [f"f{n}" for n in range(1, 10)] + [f"ctrl+{c}" for c in "cefglnopqrtyz"]
choices = st.dictionaries(
    st.sampled_from([action.id for action in movable]),
    st.lists(st.sampled_from(legal), min_size=1, max_size=3, unique=True).map(tuple),
    max_size=6,
).map(lambda wanted: tuple(KeyChoice(*each) for each in wanted.items()))


@given(choices)
def test_every_key_of_the_house_reaches_its_action_and_no_other_does(wanted: tuple[KeyChoice, ...]) -> None:
    if problems(wanted):
        return
    house = keymap(wanted)
    usual = {action.id: action.keys for action in ACTIONS}
    for action in house.actions:
        for key in action.keys:
            assert house.usual(key) in usual[action.id]
    in_use = {key for action in house.actions for key in action.keys}
    for key in {key for key in DEFAULTS if ALLOWED.fullmatch(key)} - in_use:
        assert house.usual(key) is None
    for key in ("a", "enter", "escape", "up", "backspace", "question_mark", "ctrl+a"):
        assert house.usual(key) == key


def test_sentences_name_the_real_key() -> None:
    house = keymap(
        (KeyChoice("advance", ("f9",)), KeyChoice("plan_b", ("f8",)), KeyChoice("leave", ("ctrl+y",)))
    )
    t = VI.naming(house.names)
    assert t("F8") == "F9" and t("F9") == "F8" and t("F7") == "F7"
    assert "F9 thực hiện" in t("card.keys") and "F8" not in t("card.keys")
    assert "Ctrl+Y" in t("notice.how_to_leave")
    assert t("find.where", code="T1", name="F8", health="", phone="").startswith("T1 F8"), (
        "names are not sentences"
    )
    assert VI("F8") == "F8" and "F8 thực hiện" in VI("card.keys"), "the other house keeps its words"


@pytest.mark.parametrize("text", ["F10", "XF8", "F88", "^^", "Ctrl+Shift", "f8"])
def test_what_is_no_key_of_the_table_is_left_alone(text: str) -> None:
    assert KEY_NAME.search(text) is None


def test_an_action_without_a_key_may_be_given_one() -> None:
    house = keymap((KeyChoice("take_control", ("ctrl+y",)),))
    assert problems((KeyChoice("take_control", ("ctrl+y",)),)) == ()
    assert [action.id for action in house.added] == ["take_control"]
    assert house.usual("ctrl+y") == "ctrl+y"
