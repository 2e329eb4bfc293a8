"""What Zoom posts to an event subscription: signed with the app's secret token. Pure.

`x-zm-signature` is "v0=" and the HMAC-SHA256, in hexadecimal, of "v0:TIME:BODY", where TIME is what
`x-zm-request-timestamp` says. Before it sends anything, and every 72 hours, Zoom asks who listens here: the
answer is the HMAC of a token of its choice, under the same key. Were that given for any token, whoever asked
with "v0:TIME:BODY" would be handed the signature of a push; so it is given for letters and digits only.
https://developers.zoom.us/docs/api/webhooks/
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from adapters.transport.fields import ident, table, text
from adapters.transport.signed_push import hmac_hex, is_same, pushed
from adapters.transport.units import utc_ms

VALIDATION = "endpoint.url_validation"
WINDOW_MS = 300_000
"""How old a push may be, and how far ahead of our clock."""
_LONGEST_CHALLENGE = 4096
_WORTH = ("meeting.started", "meeting.ended")
_OF_ROOMS = "meeting.participant_"
_is_token = re.compile(r"[A-Za-z0-9_-]{1,128}").fullmatch


def signed(secret: str, headers: Mapping[str, str], body: bytes, now_ms: int) -> bool:
    """Whether Zoom signed this body within the last minutes. Nobody can without a secret. Never raises."""
    sent = headers.get("x-zm-request-timestamp", "")
    at_ms = utc_ms(sent)
    if not secret or at_ms is None or abs(now_ms - at_ms) > WINDOW_MS:
        return False
    good = "v0=" + hmac_hex(secret, b"v0:" + sent.encode("utf-8", "replace") + b":" + body, "sha256")
    return is_same(headers.get("x-zm-signature", ""), good)


def challenge_answer(secret: str, body: bytes) -> bytes | None:
    """What Zoom wants to hear from who listens at the address of an app; None for any other push."""
    event = pushed(body) if secret and len(body) <= _LONGEST_CHALLENGE else {}
    token = table(event.get("payload")).get("plainToken")
    if event.get("event") != VALIDATION or not isinstance(token, str) or not _is_token(token):
        return None
    return json.dumps(
        {"plainToken": token, "encryptedToken": hmac_hex(secret, token.encode(), "sha256")}
    ).encode()


def tells_change(body: bytes, meeting: str) -> bool:
    """Whether it tells of somebody who came to `meeting` (its id, or the uuid of this time) or left it."""
    event = pushed(body)
    kind, about = text(event.get("event")), table(table(event.get("payload")).get("object"))
    worth = kind in _WORTH or kind.startswith(_OF_ROOMS)
    return worth and meeting in (ident(about.get("id")), ident(about.get("uuid")))
