#!/usr/bin/env python3
"""Verify a record of diemcau without diemcau: Python 3.8 or newer, nothing else.

    python verify.py log.db
    python verify.py record.ndjson --head 1284:9f86d081... --heads log.db.heads
    python verify.py log.db --manifest log.db.manifest.json

Reads the log itself (SQLite) or its ndjson export, walks the hash chain from the first row and names the
first row that is wrong. Exit code 0: whole, 1: broken, 2: could not be read. A cut-off tail shows only
against a head that was noted elsewhere, or against signed heads. A manifest is held against the files of its
folder. Signatures themselves need a library or OpenSSL: record.md says how, and describes every format.
"""

import argparse
import hashlib
import json
import sqlite3
import sys
from pathlib import Path

FIELDS = ("seq", "at", "mono_ns", "boot", "actor", "console", "kind", "v", "item", "point", "body")
NUMBERS = ("seq", "mono_ns", "v")
PAGE = 1000


def digest(prev, values):
    """SHA-256 of a zero byte, the hash before, and every field with a mark and its length before it."""
    told = hashlib.sha256(b"\x00" + prev)
    for value in values:
        told.update(b"\x00" if value is None else b"\x01" + len(value).to_bytes(8, "big") + value)
    return told.digest()


def rows_of_log(path):
    """(fields as bytes, prev, hash) of every row of a log."""
    connection = sqlite3.connect(Path(path).resolve().as_uri() + "?mode=ro", uri=True, timeout=30)
    connection.text_factory = bytes
    shown = ", ".join(f"CAST({name} AS TEXT)" if name in NUMBERS else name for name in FIELDS)
    after = None
    try:
        while True:
            where = "" if after is None else f"WHERE seq > {after} "
            query = f"SELECT {shown}, prev, hash FROM event {where}ORDER BY seq LIMIT {PAGE}"
            page = connection.execute(query).fetchall()
            if not page:
                return
            for row in page:
                yield list(row[:11]), row[11], row[12]
            after = int(page[-1][0])
    finally:
        connection.close()


def rows_of_ndjson(path):
    """The same of an export; `raw` is the stored text of the body, `body` must say the same."""
    with Path(path).open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                body = told(row["raw"])
                if row["body"] != body:
                    raise ValueError("body and raw differ")
                values = [row["raw"] if name == "body" else row[name] for name in FIELDS]
                if any(isinstance(value, bool) or type(value) is float for value in values):
                    raise ValueError("a number that is none")
                fields = [None if value is None else str(value).encode() for value in values]
                yield fields, bytes.fromhex(row["prev"]), bytes.fromhex(row["hash"])
            except (ValueError, KeyError, TypeError):
                yield [b"%d" % number], b"", b""


def told(raw):
    """What the stored text of a body says; None where it is no JSON."""
    try:
        return json.loads(raw)
    except ValueError:
        return None


def verify(rows, head=None, heads=()):
    """(good rows, tip, fault). `head` and `heads` are (seq, hash) as noted; no fault is ""."""
    seq, tip, sealed = 0, bytes(32), False
    noted = {}
    for number, digest_ in [*heads, *([head] if head else [])]:
        noted.setdefault(number, set()).add(digest_)
    for fields, prev, stored in rows:
        fault = fault_of((fields, prev, stored), seq, tip, sealed)
        if not fault and noted.pop(seq + 1, {stored}) != {stored}:
            fault = "is not the head that was noted"
        if fault:
            return seq, tip, f"row {seq + 1}: {fault}"
        seq, tip, sealed = seq + 1, stored, fields[6] == b"RecordSealed"
    if noted:
        return seq, tip, f"row {seq + 1}: the head that was noted is missing, the tail was cut off"
    return seq, tip, ""


def fault_of(row, seq, tip, sealed):
    """What is wrong with the row behind row `seq`, whose hash is `tip`."""
    fields, prev, stored = row
    faults = (
        (len(fields) != len(FIELDS), "cannot be read"),
        (fields[0] != b"%d" % (seq + 1), "missing, or another stands in its place"),
        (sealed, "follows the end of the record"),
        (prev != tip, "does not stand on the row before it"),
        (not all(value is None or isinstance(value, bytes) for value in fields), "a field is not text"),
    )
    for found, fault in faults:
        if found:
            return fault
    return "" if digest(prev, fields) == stored else "the hash does not match its content"


def noted(text):
    """SEQ:HASH as the console shows it."""
    seq, _, found = text.partition(":")
    head = int(seq), bytes.fromhex(found)
    if head[0] < 1 or len(head[1]) != 32:
        raise ValueError(text)
    return head


def noted_in(path):
    """(seq, hash) of every line of a file of signed heads. Their signatures are not looked at."""
    heads = []
    for line in Path(path).read_text("ascii").splitlines():
        word, told, _at, _key, _signature = line.split(" ")
        if word != "diemcau-head-1":
            raise ValueError(line)
        heads.append(noted(told))
    return heads


def listed_faults(path):
    """(what is wrong with each file of a manifest, the head it names)."""
    manifest = json.loads(Path(path).read_bytes())
    faults = []
    for told in manifest["files"]:
        file = Path(path).parent / told["name"]
        if not file.is_file():
            faults.append(f"{told['name']}: missing")
            continue
        size, digest_ = measured(file, told["bytes"] if told.get("grows") else None)
        if (size, digest_) != (told["bytes"], told["sha256"]):
            faults.append(f"{told['name']}: changed")
    return faults, noted(manifest["head"])


def measured(path, upto=None):
    """(size, SHA-256) of a file, or of its first `upto` bytes where it may have grown since."""
    digest_, size = hashlib.sha256(), 0
    with path.open("rb") as content:
        while True:
            chunk = content.read(1 << 20 if upto is None else min(1 << 20, upto - size))
            if not chunk:
                return size, digest_.hexdigest()
            digest_.update(chunk)
            size += len(chunk)


def main(arguments=None):
    """Verify the file of the command line."""
    parser = argparse.ArgumentParser(description="Verify a record of diemcau.")
    parser.add_argument("file", help="log.db or an ndjson export")
    parser.add_argument("--head", type=noted, metavar="SEQ:HASH", help="the head as it was noted elsewhere")
    parser.add_argument("--heads", action="append", default=[], metavar="FILE", help="signed heads")
    parser.add_argument("--manifest", metavar="FILE", help="the signed list of a sealed folder's files")
    asked = parser.parse_args(arguments)
    try:
        heads = [head for file in asked.heads for head in noted_in(file)]
        faults = []
        if asked.manifest:
            faults, sealed_head = listed_faults(asked.manifest)
            heads.append(sealed_head)
        with Path(asked.file).open("rb") as file:
            is_log = file.read(16) == b"SQLite format 3\x00"
        rows = rows_of_log(asked.file) if is_log else rows_of_ndjson(asked.file)
        good, tip, fault = verify(rows, asked.head, heads)
    except (OSError, sqlite3.Error, ValueError, KeyError, TypeError) as error:
        print(f"cannot be read: {error}", file=sys.stderr)
        return 2
    if fault:
        print(f"BROKEN: {fault} ({good} rows before it are whole)")
        return 1
    for each in faults:
        print(f"BROKEN: {each}")
    if faults:
        return 1
    print(f"whole: {good} rows; head {good}:{tip.hex()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
