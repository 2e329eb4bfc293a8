"""Why a source could not be read, or would not do what it was asked.

AdapterError
├── Unreachable      no connection: refused, no route, DNS, TLS (`code` tells which)
│   └── NotSent      and so not one byte of the request went out
├── TimedOut         connected, but no whole answer in time
├── Refused          401/403: asking again will not help until the configuration changes
├── RateLimited      429/503; `retry_after_s` is the platform's wish, None when it gave none
├── BadPayload       an answer that is not what the contract says
│   └── Rejected     asked to do something, the platform said no
└── Emptied          every call gone at once: the platform started anew, the rooms did not leave

`code` is stable and translatable; `detail` is cleaned text for the log, never a secret.
"""

from __future__ import annotations


class AdapterError(Exception):
    """The one family of errors that leaves an adapter."""

    code = "adapter"

    def __init__(self, detail: str = "", *, code: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        if code is not None:
            self.code = code


class Unreachable(AdapterError):
    """No connection could be made; `code` is "unreachable", "dns" or "tls"."""

    code = "unreachable"


class NotSent(Unreachable):
    """No connection: what was asked never reached the platform."""


class TimedOut(AdapterError):
    """No whole answer within the source's `timeout_s`."""

    code = "timed_out"


class Refused(AdapterError):
    """The platform does not accept our credentials."""

    code = "refused"


class RateLimited(AdapterError):
    """The platform asks for rest."""

    code = "rate_limited"

    def __init__(self, detail: str = "", *, retry_after_s: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class BadPayload(AdapterError):
    """The answer breaks the contract: not JSON, wrong shape, too large."""

    code = "bad_payload"


class Rejected(BadPayload):
    """The platform understood what it was asked to do, and will not: `detail` is its word on it."""

    code = "rejected"


class Emptied(AdapterError):
    """Not one call of the last roster is left: the platform's doing, not the rooms'."""

    code = "emptied"


def surely_undone(error: AdapterError) -> bool:
    """Whether what was asked was certainly not done; after any other error it may have been."""
    return isinstance(error, (NotSent, Refused, RateLimited, Rejected))
