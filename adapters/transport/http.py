"""How every adapter speaks HTTP: one origin, bounded time and size, typed errors, no secrets out."""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, suppress
from typing import NamedTuple
from urllib.parse import urlencode

import aiohttp
from yarl import URL

from adapters.errors import (
    AdapterError,
    BadPayload,
    NotSent,
    RateLimited,
    Refused,
    Rejected,
    TimedOut,
    Unreachable,
)
from adapters.transport.name_lookup import NameLookup
from adapters.transport.retry_after import retry_after_s

MAX_BODY = 8 * 1024 * 1024
MAX_REDIRECTS = 3
_CHUNK = 64 * 1024
_NO = frozenset({400, 404, 405, 409, 412, 422})

_TLS = (aiohttp.ClientSSLError, aiohttp.ServerFingerprintMismatch, ssl.SSLCertVerificationError)
_NO_CONNECTION = (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError)
_Kinds = tuple[type[BaseException], ...]
_TRANSLATION: tuple[tuple[_Kinds, type[AdapterError], str | None, str], ...] = (
    ((aiohttp.ClientConnectorDNSError,), NotSent, "dns", "name not found"),
    (_TLS, NotSent, "tls", "certificate or TLS"),
    (_NO_CONNECTION, NotSent, None, "no connection"),
    ((ssl.SSLError,), Unreachable, "tls", "TLS"),
    ((TimeoutError,), TimedOut, None, "no whole answer in time"),
    ((aiohttp.ClientPayloadError,), BadPayload, None, "answer cut off"),
    ((aiohttp.ClientConnectionError, OSError), Unreachable, None, "connection lost"),
)
"""First match wins: several of aiohttp's errors are OSErrors and TimeoutErrors too."""


class Sealed:
    """A body with a secret in it: no traceback that shows local variables shows this."""

    __slots__ = ("content", "kind")

    def __init__(self, content: bytes, kind: str = "application/json") -> None:
        self.content = content
        self.kind = kind

    def __repr__(self) -> str:
        return "<sealed>"


def sealed(**fields: object) -> Sealed:
    """Fields as a JSON body; what is no letter goes escaped, so that no secret fails to be written."""
    return Sealed(json.dumps(fields).encode("ascii"))


def sealed_form(**fields: str) -> Sealed:
    """Fields as a form."""
    return Sealed(urlencode(fields, errors="replace").encode("ascii"), "application/x-www-form-urlencoded")


class Answer(NamedTuple):
    """A body, and the query of the next page where the answer's Link header names one of the same path."""

    body: bytes
    next_query: Mapping[str, str] = {}


class HttpClient:
    """GET and POST to one origin. Opens its session on first use; every error is an `AdapterError`.

    Redirects are followed inside the origin only, so that credentials never reach another host.
    Bodies larger than `MAX_BODY` bytes are given up. Details of errors name the host, no more.
    """

    def __init__(
        self, base_url: str, *, timeout_s: float, ca_file: str = "", accept: str = "application/json"
    ) -> None:
        url = URL(base_url)
        self._origin = url.origin()
        self._prefix = url.path.rstrip("/")
        self._timeout = aiohttp.ClientTimeout(total=timeout_s, sock_connect=timeout_s * 0.8)
        self._ca_file = ca_file
        self._accept = accept
        self._session: aiohttp.ClientSession | None = None

    @property
    def host(self) -> str:
        """`host:port` of the origin, for diagnostics."""
        host = self._origin.host or ""
        return f"[{host}]:{self._origin.port}" if ":" in host else self._origin.authority

    async def open(self, user: str = "", password: str = "", headers: Mapping[str, str] = {}) -> None:
        """Make the session, with Basic auth when `user` or `password` is given. Needs the loop.

        `headers` go with every request; a secret among them is kept out of errors as a password is.

        Raises `Unreachable` ("tls") for an unreadable CA file, `Refused` for credentials that
        cannot be written into a header.
        """
        if self._session is not None:
            return
        sent = {"Accept": self._accept, **self._sendable(headers)}
        if user or password:
            sent["Authorization"] = self._basic(user, password)
        self._session = aiohttp.ClientSession(
            timeout=self._timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            connector=aiohttp.TCPConnector(limit=4, ssl=self._trust(), resolver=NameLookup()),
            headers=sent,
        )

    @property
    def is_open(self) -> bool:
        """Whether the session has been made."""
        return self._session is not None

    async def get(self, path: str, params: Mapping[str, str | int] | None = None) -> bytes:
        """The body of a 200 answer.

        Raises `Unreachable` (connection, 502, 504), `TimedOut`, `Refused` (401, 403),
        `RateLimited` (429, 503), `BadPayload` (any other status, truncated or too large a body,
        a redirect that leaves the origin).
        """
        return (await self.page(path, params)).body

    async def page(self, path: str, params: Mapping[str, str | int] | None = None) -> Answer:
        """As `get`, for lists that name their next page in a Link header."""
        return await self._asked(self._origin.with_path(self._prefix + path).with_query(params), None)

    async def post(self, path: str, body: Sealed) -> bytes:
        """The body of a 200 answer to `body`. Raises as `get` does; no redirect is followed."""
        return (await self._asked(self._origin.with_path(self._prefix + path), body)).body

    async def order(self, path: str, body: Sealed, method: str = "POST") -> bytes:
        """As `post`, for what changes something: the answer may be a 202 too, and a no (400, 404, 405,
        409, 412, 422) is `Rejected`. After a 503 nobody knows: it is `Unreachable`, as a 502 is.
        """
        url = self._origin.with_path(self._prefix + path)
        return (await self._asked(url, body, order=method)).body

    async def _asked(self, url: URL, body: Sealed | None, *, order: str = "") -> Answer:
        # The error is raised outside the except block: aiohttp's own carry request headers, and a
        # chained context would bring the password into a traceback.
        try:
            return await self._follow(url, body, order=order)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as cause:
            error = self._translate(cause)
        raise error

    async def aclose(self) -> None:
        """Close the session. Safe to call twice."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _basic(self, user: str, password: str) -> str:
        with suppress(ValueError):  # its text would show the password
            return aiohttp.encode_basic_auth(user, password, "utf-8")
        raise Refused(f"{self.host}: user or password cannot be sent")

    def _sendable(self, headers: Mapping[str, str]) -> Mapping[str, str]:
        if all(value.isascii() and value.isprintable() for value in headers.values()):
            return headers
        raise Refused(f"{self.host}: a header cannot be sent")

    def _trust(self) -> ssl.SSLContext | bool:
        if not self._ca_file:
            return True
        with suppress(OSError):
            return ssl.create_default_context(cafile=self._ca_file)
        raise Unreachable(f"{self.host}: CA file cannot be read", code="tls")

    async def _follow(self, url: URL, body: Sealed | None, *, order: str) -> Answer:
        if self._session is None:
            raise NotSent(f"{self.host}: closed")
        for _ in range(MAX_REDIRECTS + 1):
            async with self._sent(self._session, url, body, order or "POST") as response:
                location = response.headers.get("Location")
                if not (300 <= response.status < 400 and location):
                    self._check(response, order=bool(order))
                    return Answer(await self._read(response), self._next(response))
                url = url.join(URL(location))
                if url.origin() != self._origin or body is not None:
                    raise BadPayload(f"{self.host}: redirect to another host")
        raise BadPayload(f"{self.host}: too many redirects")

    @staticmethod
    def _sent(
        session: aiohttp.ClientSession, url: URL, body: Sealed | None, method: str
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        if body is None:
            return session.get(url, allow_redirects=False)
        content = {"Content-Type": body.kind}
        return session.request(method, url, data=body.content, headers=content, allow_redirects=False)

    def _check(self, response: aiohttp.ClientResponse, *, order: bool) -> None:
        status = response.status
        detail = f"{self.host}: HTTP {status}"
        if status in {401, 403}:
            raise Refused(detail)
        if status == 429 or (status == 503 and not order):
            raise RateLimited(detail, retry_after_s=retry_after_s(response.headers))
        if status in {502, 503, 504}:
            raise Unreachable(detail)
        if order and status in _NO:
            raise Rejected(detail)
        if status != 200 and not (order and status == 202):
            raise BadPayload(detail)

    def _next(self, response: aiohttp.ClientResponse) -> Mapping[str, str]:
        with suppress(ValueError, KeyError, TypeError):
            url = URL(str(response.links["next"]["url"]))
            if url.origin() == self._origin and url.path == response.url.path:
                return dict(url.query)
        return {}

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        body = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > MAX_BODY:
                raise BadPayload(f"{self.host}: body over {MAX_BODY} bytes")
        return bytes(body)

    def _translate(self, cause: BaseException) -> AdapterError:
        for kinds, error, code, words in _TRANSLATION:
            if isinstance(cause, kinds):
                return error(f"{self.host}: {_what_certificate(cause) or words}", code=code)
        return BadPayload(f"{self.host}: not HTTP ({type(cause).__name__})")


def _what_certificate(cause: BaseException) -> str:
    """What is wrong with a certificate, such as that it has expired; "" where that is not the trouble."""
    wrong = getattr(cause, "certificate_error", cause)
    return str(wrong.verify_message) if isinstance(wrong, ssl.SSLCertVerificationError) else ""
