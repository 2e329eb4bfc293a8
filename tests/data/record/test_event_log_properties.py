"""Whatever people type and platforms call their rooms: stored, chained, read back the same."""

from __future__ import annotations

import hashlib
from contextlib import closing
from unicodedata import is_normalized, normalize

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from kit.record.logs import collect, open_log

from data.events import Body, Fact, HealthChanged, IncidentOpened, NoteAdded
from data.record.authorship import actor_of
from data.record.canonical import body_text, stored_text
from data.record.chain import Head
from data.record.event_log import verify

NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
"""Every example writes to one growing log on a real disk; shrinking there would take minutes."""

HOSTILE = st.sampled_from(
    [
        "",
        "[/]",
        "\x1b]0;x\x07",
        "a\0b",
        "\n\u0303",
        "e\u0323\u0302",
        "\ud83d\ude00",
        "\udc00",
        "\u202e",
        '"',
        "\\",
    ]
)
ANY_CHAR = st.characters(exclude_categories=())  # lone surrogates too
TEXT = st.builds(
    lambda *parts: "".join(parts), st.text(ANY_CHAR, max_size=40), HOSTILE, st.text(ANY_CHAR, max_size=5)
)
NUMBER = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
BODIES = st.one_of(
    st.builds(NoteAdded, text=TEXT),
    st.builds(
        HealthChanged,
        was=TEXT,
        now=TEXT,
        reason=TEXT,
        source=TEXT,
        values=st.dictionaries(TEXT, NUMBER | TEXT, max_size=3),
    ),
    st.builds(
        IncidentOpened,
        id=TEXT,
        scope=TEXT,
        subject=TEXT,
        severity=TEXT,
        reason=TEXT,
        points=st.lists(TEXT, max_size=4).map(tuple),
    ),
)
FACTS = st.builds(Fact, BODIES, item=st.none() | TEXT, point=st.none() | TEXT)


def as_stored(value):
    """What the record promises to give back for `value`."""
    match value:
        case str():
            return normalize("NFC", value.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
        case dict():
            return {as_stored(key): as_stored(item) for key, item in value.items()}
        case list() | tuple():
            return type(value)(as_stored(item) for item in value)
        case _:
            return value


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("record") / "log.db"


@settings(max_examples=40, deadline=None, phases=NO_SHRINKING, suppress_health_check=[HealthCheck.too_slow])
@given(facts=st.lists(FACTS, min_size=1, max_size=6), actor=TEXT, console=TEXT)
def test_round_trip_and_verification(path, facts, actor, console):
    with closing(open_log(path, initial=(), fold=collect)) as log:
        before = log.head
        written = log.transact(lambda _s, _n: facts, actor=actor, console=console).events
        head = log.head
    with closing(open_log(path, initial=(), fold=collect)) as again:
        read = again.state[before.seq :]
        rows = again.rows(before.seq)
        assert read == written and again.head == head
    for fact, event, row in zip(facts, read, rows, strict=True):
        assert msgspec.to_builtins(event.body) == as_stored(msgspec.to_builtins(fact.body))
        assert (event.item, event.point) == (as_stored(fact.item), as_stored(fact.point))
        assert (event.actor, event.console) == (as_stored(actor_of(fact.body, actor)), as_stored(console))
        columns = (row.actor, row.console, row.item or "", row.point or "", row.body)
        assert all(is_normalized("NFC", text) for text in columns)
    verdict = verify(path, head=head)
    assert verdict.ok and verdict.head == head == reference(path)


def reference(path) -> Head:
    """The chain walked a second time, by hand, normalising all text as a stranger might."""
    tip, seq = bytes(32), 0
    with closing(open_log(path, read_only=True)) as log:
        while rows := log.rows(seq, 500):
            for row in rows:
                data = b"\0" + tip
                for value in msgspec.structs.astuple(row)[:11]:
                    text = None if value is None else normalize("NFC", str(value)).encode()
                    data += b"\0" if text is None else b"\1" + len(text).to_bytes(8, "big") + text
                tip, seq = hashlib.sha256(data).digest(), row.seq
    return Head(seq, tip)


@pytest.mark.parametrize("number", [2**53, -(2**53), 2**63, 2**64 - 1])
def test_integers_a_double_cannot_hold_are_refused(number):
    with pytest.raises(ValueError, match=str(number)):
        body_text(HealthChanged(was="", now="", reason="", source="", values={"n": number}))
    largest = HealthChanged(was="", now="", reason="", source="", values={"n": 2**53 - 1})
    assert str(2**53 - 1) in body_text(largest)


def test_long_digits_in_text_are_no_number():
    body: Body = NoteAdded(text="0000000000000000 1234567890123456789")
    assert body_text(body) == '{"text":"0000000000000000 1234567890123456789"}'


def test_surrogate_pairs_are_joined_and_lone_ones_replaced():
    assert stored_text("\ud83d\ude00 \ud800") == "\U0001f600 \ufffd"
