"""Whatever is in the files, reading them ends with problems and never with an exception."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit.folders import AGENDA, POINTS, assert_declared, write_folder

from data.folder.conference import load

CELL = st.text(st.one_of(st.characters(), st.sampled_from("\",;\n\t\x00\x1b=#0123456789h:'đ-")), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELL, max_size=6), max_size=6), st.sampled_from([",", ";", "\t"]), st.booleans())
def test_random_cells_never_raise(rows: list[list[str]], separator: str, headed: bool) -> None:
    body = "\n".join(separator.join(row) for row in rows)
    agenda_text = (AGENDA if headed else "") + body
    points_text = (POINTS if headed else "") + body
    with tempfile.TemporaryDirectory() as folder:
        write_folder(
            Path(folder),
            agenda_csv=agenda_text.encode("utf-8", "surrogatepass"),
            points_csv=points_text.encode("utf-8", "surrogatepass"),
        )
        conference, problems = load(Path(folder))
    assert_declared(problems)
    assert (conference is None) == any(not problem.warning for problem in problems)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_never_raise(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_folder(Path(folder), agenda_csv=data, points_csv=data, conference_toml=data)
        conference, problems = load(Path(folder))
    assert conference is None
    assert_declared(problems)


VALUE = st.recursive(
    st.one_of(st.text(max_size=8), st.integers(), st.floats(), st.booleans()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abc"), inner, max_size=2)
    ),
    max_leaves=4,
)


KEYS = (
    "title",
    "date",
    "timezone",
    "start",
    "hard_end",
    "source",
    "thresholds",
    "hotline",
    "document",
    "clock",
)


def toml_value(value: object) -> str:
    if isinstance(value, str):
        return msgspec.json.encode(value.encode("utf-8", "replace").decode()).decode().replace("\x7f", "")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml_value(inner)}" for key, inner in value.items()) + "}"
    return repr(value)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), VALUE, max_size=10))
def test_settings_of_any_type_never_raise(values: dict[str, object]) -> None:
    text = "".join(f"{key} = {toml_value(value)}\n" for key, value in values.items())
    with tempfile.TemporaryDirectory() as folder:
        _, problems = load(write_folder(Path(folder), conference_toml=text))
    assert "bad_toml" not in [problem.code for problem in problems], text
    assert_declared(problems)
