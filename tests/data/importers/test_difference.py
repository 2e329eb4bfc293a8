from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from data.importers.adopted import Adopted
from data.importers.difference import Change, Difference, Line, What, difference
from data.importers.headed import ColumnUse

ROWS: tuple[Line, ...] = (
    {"cue": "1", "title": "Khai mạc", "duration": "10", "speaker": "Chủ tọa", "checklist": "micro"},
    {"cue": "2", "title": "Tham luận A", "duration": "8", "speaker": "Đại diện A", "checklist": ""},
    {"cue": "3", "title": "Tham luận B", "duration": "8", "speaker": "Đại diện B", "checklist": ""},
    {"cue": "4", "title": "Kết luận", "duration": "15", "speaker": "Chủ tọa", "checklist": ""},
)


def newer(*rows: Line, guessed: frozenset[tuple[int, str]] = frozenset()) -> Adopted:
    columns = tuple(
        ColumnUse(file="a.csv", header=column, column=column)
        for column in ("cue", "title", "duration", "speaker")
    )
    return Adopted(columns=columns, rows=tuple(enumerate(rows, 2)), guessed=guessed)


def line(cue: str, title: str, duration: str = "8", speaker: str = "") -> Line:
    return {"cue": cue, "title": title, "duration": duration, "speaker": speaker}


def compared(new: Adopted, ran: frozenset[str] = frozenset()) -> Difference:
    return difference(ROWS, new, key="cue", name="title", ran=ran, running=True)


def kinds(found: Difference) -> list[tuple[str, str]]:
    return [(str(change.what), change.key) for change in found.changes]


def titles(found: Difference) -> list[tuple[str, str]]:
    return [(row["cue"], row["title"]) for row in found.rows]


def test_the_same_file_changes_nothing() -> None:
    found = compared(newer(*({**row, "duration": f"{row['duration']} phút"} for row in ROWS)))
    assert found.changes == ()
    assert found.rows == ROWS


def test_an_item_put_in_between_does_not_change_those_behind_it() -> None:
    found = compared(
        newer(
            line("1", "Khai mạc", "10", "Chủ tọa"),
            line("2", "Xem clip"),
            line("3", "Tham luận A", "8", "Đại diện A"),
            line("4", "Tham luận B", "8", "Đại diện B"),
            line("5", "Kết luận", "15", "Chủ tọa"),
        )
    )
    assert kinds(found) == [("added", "2"), ("renumbered", "2"), ("renumbered", "3"), ("renumbered", "4")]
    assert titles(found) == [
        ("1", "Khai mạc"),
        ("2", "Xem clip"),
        ("3", "Tham luận A"),
        ("4", "Tham luận B"),
        ("5", "Kết luận"),
    ]
    assert found.rows[0]["checklist"] == "micro", "what only the folder knows stays"


def test_removed_changed_and_moved() -> None:
    found = compared(
        newer(
            line("1", "Khai mạc", "20", "Phó Chủ tọa"),
            line("4", "Kết luận", "15", "Chủ tọa"),
            line("2", "Tham luận A", "8", "Đại diện A"),
        )
    )
    assert found.changes == (
        Change(what=What.CHANGED, key="1", name="Khai mạc", column="duration", old="10", new="20"),
        Change(
            what=What.CHANGED, key="1", name="Khai mạc", column="speaker", old="Chủ tọa", new="Phó Chủ tọa"
        ),
        Change(what=What.REMOVED, key="3", name="Tham luận B"),
        Change(what=What.MOVED, key="2", name="Tham luận A", old="2", new="3"),
    )
    assert [cue for cue, _ in titles(found)] == ["1", "4", "2"]


def test_a_new_title_under_the_same_number_is_a_change() -> None:
    found = compared(newer(*({**row, "title": row["title"] + " (sửa)"} for row in ROWS)))
    assert kinds(found) == [("changed", "1"), ("changed", "2"), ("changed", "3"), ("changed", "4")]


def test_another_title_under_the_same_number_is_another_item() -> None:
    rows = [*(dict(row) for row in ROWS[:3]), line("4", "Trao kỷ niệm chương", "15", "Ban tổ chức")]
    found = compared(newer(*rows))
    assert kinds(found) == [("added", "4"), ("removed", "4")]
    assert "checklist" not in found.rows[3], "nothing of the item before is left on it"


def test_empty_and_guessed_cells_clear_nothing() -> None:
    rows = [line("1", "Khai mạc", ""), *(dict(row) for row in ROWS[1:])]
    found = compared(newer(*rows, guessed=frozenset({(3, "cue")})))
    assert [(change.what, change.column, change.old) for change in found.changes] == [
        (What.NOT_CLEARED, "duration", "10"),
        (What.NOT_CLEARED, "speaker", "Chủ tọa"),
    ]
    assert found.rows == ROWS


def test_what_was_played_stays_at_the_head_with_its_number() -> None:
    found = compared(
        newer(
            line("1", "Kết luận", "15", "Chủ tọa"),
            line("2", "Mục mới"),
            line("3", "Tham luận A", "30", "Đại diện A"),
            line("4", "Tham luận B", "9", "Đại diện B"),
        ),
        ran=frozenset({"1", "2"}),
    )
    assert titles(found) == [
        ("1", "Khai mạc"),
        ("2", "Tham luận A"),
        ("4", "Kết luận"),
        ("2b", "Mục mới"),
        ("3", "Tham luận B"),
    ]
    assert found.rows[1]["duration"] == "8", "it was played with the length it had"
    assert Change(what=What.KEPT, key="1", name="Khai mạc") in found.changes
    assert (What.KEPT, "2", "8", "30") in [(c.what, c.key, c.old, c.new) for c in found.changes]
    assert (What.CHANGED, "3", "8", "9") in [(c.what, c.key, c.old, c.new) for c in found.changes]


def test_the_number_of_an_item_put_in_on_the_day_is_not_given_again() -> None:
    found = compared(newer(*ROWS, line("5", "Mục mới")), ran=frozenset({"1", "5"}))
    assert titles(found)[-1] == ("5b", "Mục mới")


_names = st.lists(st.sampled_from("ABCDEFGHIJ"), unique=True, max_size=8)


@given(_names, _names, st.sets(st.sampled_from("ABCDEFGHIJ")))
def test_whatever_comes_numbers_are_unique_and_what_ran_is_untouched(
    before: list[str], after: list[str], played: set[str]
) -> None:
    old: list[Line] = [
        {"cue": str(number), "title": name, "duration": "5"} for number, name in enumerate(before, 1)
    ]
    ran = frozenset(row["cue"] for row in old if row["title"] in played)
    new = newer(*(line(str(number), name, "5") for number, name in enumerate(after, 1)))
    found = difference(old, new, key="cue", name="title", ran=ran, running=True)
    cues = [row["cue"] for row in found.rows]
    assert len(cues) == len(set(cues))
    head = [row for row in old if row["cue"] in ran]
    assert list(found.rows[: len(head)]) == head
    # A row that ran is recognised by its name, or else by its number under another name.
    rest = [row["title"] for row in found.rows[len(head) :]]
    assert set(rest) <= set(after)
    assert len(rest) >= len(after) - len(head)
    if not ran:
        assert rest == after
