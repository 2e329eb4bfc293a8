"""A time-stamp of a trusted third party (RFC 3161) over HTTP: that some bytes existed at some time.

Only their SHA-256 leaves the house. The answer is held against the question; whether the authority is to be
believed is checked with its certificate, by whoever must know: `openssl ts -verify`.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime

import msgspec
from yarl import URL

from adapters import der
from adapters.errors import BadPayload
from adapters.http import HttpClient, Sealed

TIMEOUT_S = 15.0
_GRANTED = (b"\x00", b"\x01")
_SHA256 = der.element(der.SEQUENCE, der.element(der.OID, bytes.fromhex("608648016503040201")), b"\x05\x00")
_GIVE_CERTIFICATE = b"\x01\x01\xff"


class TimeStamp(msgspec.Struct, frozen=True):
    """The answer as it came (DER) and the time in it (aware, UTC)."""

    answer: bytes
    time: datetime


async def time_stamp(
    url: str, content: bytes, *, timeout_s: float = TIMEOUT_S, ca_file: str = ""
) -> TimeStamp:
    """Ask the authority at `url` about `content`.

    Raises AdapterError as `adapters.http` does; BadPayload too for an answer that refuses, or that is about
    other bytes or to another question. ValueError for what is no address.
    """
    address, nonce = URL(url), der.integer(secrets.token_bytes(8))
    client = HttpClient(
        str(address.origin()),
        timeout_s=timeout_s,
        ca_file=ca_file,
        accept="application/timestamp-reply",
    )
    await client.open()
    try:
        answer = await client.post(
            address.path, Sealed(_question(content, nonce), "application/timestamp-query")
        )
    finally:
        await client.aclose()
    return _checked(answer, content, nonce, client.host)


def stamped_time(answer: bytes, content: bytes) -> datetime | None:
    """The time in an answer that was kept; None when it is not about `content`."""
    try:
        return _checked(answer, content, None, "").time
    except BadPayload:
        return None


def _question(content: bytes, nonce: bytes) -> bytes:
    """TimeStampReq of RFC 3161, section 2.4.1."""
    return der.element(der.SEQUENCE, b"\x02\x01\x01", _imprint(content), nonce, _GIVE_CERTIFICATE)


def _imprint(content: bytes) -> bytes:
    return der.element(der.SEQUENCE, _SHA256, der.element(der.OCTETS, hashlib.sha256(content).digest()))


def _checked(answer: bytes, content: bytes, nonce: bytes | None, host: str) -> TimeStamp:
    try:
        (_, status), *token = der.within(answer, der.SEQUENCE)
        granted = der.elements(status)[0]
        if granted not in [(der.INTEGER, each) for each in _GRANTED]:
            raise BadPayload(f"{host}: no time-stamp given")
        told = _info(token[0][1])
        time = _time(told)
    except (ValueError, IndexError) as error:
        raise BadPayload(f"{host}: no time-stamp") from error
    if (der.SEQUENCE, hashlib.sha256(content).digest()) != _imprinted(told):
        raise BadPayload(f"{host}: a time-stamp of something else")
    if nonce is not None and nonce not in [der.element(tag, value) for tag, value in told[5:]]:
        raise BadPayload(f"{host}: an old time-stamp")
    return TimeStamp(answer, time)


def _info(token: bytes) -> list[tuple[int, bytes]]:
    """The elements of the TSTInfo in a ContentInfo with SignedData (RFC 5652)."""
    (_, signed) = der.elements(token)[1]
    parts = der.within(signed, der.SEQUENCE)
    (_, wrapped) = der.elements(parts[2][1])[1]
    ((tag, info),) = der.elements(wrapped)
    if tag != der.OCTETS:
        raise ValueError("no content")
    return der.within(info, der.SEQUENCE)


def _imprinted(told: list[tuple[int, bytes]]) -> tuple[int, bytes]:
    """(tag of the imprint, the digest in it); an empty digest where it is no SHA-256."""
    tag, imprint = told[2]
    parts = der.elements(imprint)
    sha256 = der.elements(parts[0][1])[0] == der.elements(der.elements(_SHA256)[0][1])[0]
    return tag, parts[1][1] if sha256 else b""


def _time(told: list[tuple[int, bytes]]) -> datetime:
    """Its GeneralizedTime: UTC, with or without parts of a second."""
    tag, text = told[4]
    if tag != der.GENERALIZED_TIME or not text.endswith(b"Z"):
        raise ValueError("no time")
    whole, _, part = text[:-1].decode("ascii").partition(".")
    told_at = datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return told_at.replace(microsecond=int(f"{part:0<6}"[:6])) if part else told_at
