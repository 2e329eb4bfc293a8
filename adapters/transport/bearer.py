"""Platforms that lend a token for a while, which every request then carries."""

from __future__ import annotations

from contextlib import suppress

from adapters.errors import BadPayload, Refused
from adapters.transport.documents import read_json
from adapters.transport.fields import table
from adapters.transport.http import HttpClient, Sealed
from adapters.transport.http_platform import HttpPlatform, Roster
from adapters.transport.units import figure
from data.units import NS_PER_S

EARLY_S = 60
SHORTEST_S = 60
LONGEST_S = 86_400
UNSAID_S = 3600


class BearerPlatform(HttpPlatform):
    """A frame for such platforms. A subclass reads `_everybody` and lends its tokens with `_lend`.

    A token is changed a minute before its end. One that is refused before may have been taken back: it is
    changed once, and only a fresh one that is refused is a `Refused`.
    """

    _until_ns = 0

    async def _lend(self) -> bytes:
        """The platform's answer to our credentials: an OAuth2 token. Raises AdapterError."""
        raise NotImplementedError

    async def _everybody(self) -> Roster:
        """The roster, asked for with a token that was good so far. Raises AdapterError."""
        raise NotImplementedError

    async def _session(self) -> None:
        if self._http.is_open and self._real_ns() < self._until_ns:
            return
        await self._http.aclose()
        answer = table(read_json(await self._lend()))
        token, good_s = answer.get("access_token"), figure(answer.get("expires_in"))
        if not isinstance(token, str) or not token:
            raise BadPayload(f"{self._http.host}: no token")
        await self._carry(token, UNSAID_S if good_s is None else good_s)

    async def _carry(self, token: str, good_s: float) -> None:
        """Go on with `token`."""
        good_s = min(max(good_s - EARLY_S, SHORTEST_S), LONGEST_S)
        self._until_ns = self._real_ns() + int(good_s * NS_PER_S)
        self._lent = True
        await self._http.open(headers={"Authorization": f"Bearer {token}"})

    async def _roster(self) -> Roster:
        fresh, self._lent = self._lent, False
        if not fresh:
            with suppress(Refused):
                return await self._everybody()
            self._until_ns = 0
            await self._session()
            self._lent = False
        return await self._everybody()

    _lent = False

    async def _ask_for_token(
        self, client: HttpClient, path: str, form: Sealed, user: str = "", setting: str = ""
    ) -> bytes:
        """`form` posted by itself, with Basic auth where a user is given and the `setting` of its secret."""
        self._pay()
        try:
            await client.open(user, self._settings.secret(setting))
            return await client.post(path, form)
        finally:
            await client.aclose()
