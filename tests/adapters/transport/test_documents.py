"""JSON, XML and CSV as plain values, whatever the bytes are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.errors import BadPayload
from adapters.transport.documents import read_csv, read_json, read_xml


def test_xml_becomes_dicts_and_what_comes_again_a_list() -> None:
    payload = b'<r xmlns="urn:x" n="1"><a>1</a><a id="2">two</a><b><c/></b></r>'
    assert read_xml(payload) == {"r": {"n": "1", "a": ["1", {"id": "2", "text": "two"}], "b": {"c": ""}}}


@pytest.mark.parametrize("letter", ["\x1b", "&#27;", "&#x1B;", "&#xD800;", "\ufffe"])
def test_a_letter_that_xml_forbids_costs_itself(letter: str) -> None:
    found = read_xml(f"<r><a>x{letter}y</a><a>z</a></r>".encode())
    assert found == {"r": {"a": ["x\ufffdy", "z"]}}


def test_letters_that_are_no_utf8_cost_themselves() -> None:
    assert read_xml(b"<r><a>T\xe1n</a></r>") == {"r": {"a": "T\ufffdn"}}
    assert read_json(b'{"a": "T\xe1n"}') == {"a": "T\ufffdn"}


def test_a_declared_encoding_is_used() -> None:
    payload = '<?xml version="1.0" encoding="utf-16"?><r>Đà Nẵng</r>'.encode("utf-16")
    assert read_xml(payload) == {"r": "Đà Nẵng"}


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"<r>",
        b'<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>',
        b'<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>',
        b"<r>" + b"<a>" * 500 + b"</a>" * 500 + b"</r>",
        b'<?xml version="1.0" encoding="nobody-knows"?><r/>',
    ],
)
def test_what_is_no_xml_of_ours_is_a_bad_payload(payload: bytes) -> None:
    with pytest.raises(BadPayload) as caught:
        read_xml(payload)
    assert caught.value.__cause__ is None


def test_csv_by_its_header_with_any_separator() -> None:
    for mark in ",;\t":
        text = f"\ufeffName{mark}Media\r\nĐà Nẵng{mark}yes\r\n{mark}\r\n".encode()
        assert read_csv(text) == [{"name": "Đà Nẵng", "media": "yes"}]


@pytest.mark.parametrize("payload", [b"", b"name,media\nA,yes\nB", b'name,media\n"A,yes', b"name\nA,B\n"])
def test_a_csv_that_was_cut_off_is_a_bad_payload(payload: bytes) -> None:
    with pytest.raises(BadPayload):
        read_csv(payload)


@given(st.binary(max_size=120) | st.text(alphabet="<>/ab&;#x\"' =!\n,", max_size=60).map(str.encode))
def test_nothing_but_a_bad_payload_comes_out(payload: bytes) -> None:
    for read in (read_json, read_xml, read_csv):
        try:
            read(payload)
        except BadPayload as error:
            assert error.__cause__ is None
