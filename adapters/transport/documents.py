"""Bytes of JSON, XML or CSV as plain dicts and lists, read without trust."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import msgspec

from adapters.errors import BadPayload
from data.text import REPLACEMENT

_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef])|0*(?:[0-8]|1[1245-9]|2[0-9]|3[01]));",
    re.IGNORECASE,
)
MAX_DEPTH = 64
MAX_ROWS = 50_000
Reader = Callable[[bytes], Any]


def read_json(payload: bytes) -> Any:
    """A JSON document; letters that are no UTF-8 become marks. Raises BadPayload."""
    try:
        return msgspec.json.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return json.loads(payload.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        problem = "not JSON"
    raise BadPayload(problem)


def read_xml(payload: bytes) -> Any:
    """An XML document as dicts: attributes and children by name, a list where a name comes again.

    An element with neither is its text. Namespaces are left out. Raises BadPayload; entities and
    document types are refused.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    for read in (bytes, _mended):
        with suppress(ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
            root = fromstring(read(payload), forbid_dtd=True)
            return {_local(root.tag): _tree(root, MAX_DEPTH)}
    raise BadPayload("not XML")


def _mended(payload: bytes) -> bytes:
    """Without the letters that XML forbids: one name with such a letter must not cost the list."""
    return _FORBIDDEN.sub(REPLACEMENT, payload.decode("utf-8", "replace")).encode()


def read_csv(payload: bytes) -> Any:
    """Rows by the words of the header; empty cells are left out. Raises BadPayload."""
    try:
        text = payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = payload.decode("cp1258", "replace")
    separator = max(",;\t", key=text.partition("\n")[0].count)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        table = []
    if not table:
        raise BadPayload("not CSV")
    header = [word.strip().casefold() for word in table[0]]
    rows = [row for row in table[1:] if any(cell.strip() for cell in row)]
    if len(rows) > MAX_ROWS or any(len(row) != len(header) for row in rows):
        raise BadPayload("a row of another length than the header")
    return [
        {word: cell.strip() for word, cell in zip(header, row, strict=True) if cell.strip()} for row in rows
    ]


def _tree(element: Element, depth: int) -> Any:
    if depth == 0:
        raise ValueError("too deep")
    found: dict[str, Any] = dict(element.attrib)
    for child in element:
        name, value = _local(child.tag), _tree(child, depth - 1)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    text = (element.text or "").strip()
    if not found:
        return text
    return {**found, "text": text} if text else found


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
