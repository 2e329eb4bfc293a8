"""The layout of the hash, computed here a second time from the words of the design."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from data.record.chain import EMPTY, GENESIS, Head, row_hash

ROW = (1, "2024-06-16T07:00:00.000Z", 10**12, "boot-1", "vận hành", "c1", "NoteAdded", 1, "3", None, "{}")


def by_hand(prev: bytes, *fields: object) -> bytes:
    data = b"\x00" + prev
    for field in fields:
        if field is None:
            data += b"\x00"
            continue
        text = str(field).encode("utf-8")
        size = len(text)
        data += b"\x01" + bytes((size >> shift) & 255 for shift in range(56, -8, -8)) + text
    return hashlib.sha256(data).digest()


def test_the_golden_row():
    bytes_by_hand = (
        b"\x00" + 32 * b"\x00"
        + b"\x01\x00\x00\x00\x00\x00\x00\x00\x011"
        + b"\x01\x00\x00\x00\x00\x00\x00\x00\x182024-06-16T07:00:00.000Z"
        + b"\x01\x00\x00\x00\x00\x00\x00\x00\x0d1000000000000"
        + b"\x01\x00\x00\x00\x00\x00\x00\x00\x06boot-1"
        + b"\x01\x00\x00\x00\x00\x00\x00\x00\x0bv\xe1\xba\xadn h\xc3\xa0nh"
        + b"\x01\x00\x00\x00\x00\x00\x00\x00\x02c1"
        + b"\x01\x00\x00\x00\x00\x00\x00\x00\x09NoteAdded"
        + b"\x01\x00\x00\x00\x00\x00\x00\x00\x011"
        + b"\x01\x00\x00\x00\x00\x00\x00\x00\x013"
        + b"\x00"
        + b"\x01\x00\x00\x00\x00\x00\x00\x00\x02{}"
    )  # fmt: skip
    assert row_hash(GENESIS, *ROW) == hashlib.sha256(bytes_by_hand).digest()


def test_an_empty_chain():
    assert bytes(32) == GENESIS and Head(0, GENESIS) == EMPTY


TEXT = st.text(max_size=300)
ROWS = st.tuples(
    *(st.integers(1, 2**62), TEXT, st.integers(-(2**62), 2**62), TEXT, TEXT, TEXT, TEXT, st.integers(1, 99)),
    *(st.none() | TEXT, st.none() | TEXT, TEXT),
)


@given(st.binary(min_size=32, max_size=32), ROWS)
def test_the_layout(prev, row):
    assert row_hash(prev, *row) == by_hand(prev, *row)


@given(ROWS, ROWS)
def test_different_rows_have_different_hashes(one, other):
    assert (row_hash(GENESIS, *one) == row_hash(GENESIS, *other)) == (one == other)


def test_null_is_not_empty_and_fields_do_not_run_together():
    base = list(ROW)
    empty = [*base[:9], "", base[10]]
    shifted = [*base[:4], "vận hànhc", "1", *base[6:]]
    assert len({row_hash(GENESIS, *row) for row in (base, empty, shifted)}) == 3
