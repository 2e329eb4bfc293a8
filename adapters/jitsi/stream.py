"""Our place in a Jitsi room: one XMPP stream that joins, listens, and asks whether others still answer."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec

from adapters.errors import AdapterError, NotSent, Refused, Rejected, TimedOut, Unreachable
from adapters.jitsi.presence import FOCUS, Occupants

if TYPE_CHECKING:
    from slixmpp import ClientXMPP

_MUC = "http://jabber.org/protocol/muc"
_ADMIN = f"{_MUC}#admin"
_AUDIO = "http://jitsi.org/jitmeet/audio"
_TRIES = 3


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where to go. `user` is "" for an anonymous stream; `plain` allows one without TLS."""

    host: str
    port: int
    domain: str
    room: str
    user: str = ""
    nick: str = "console"
    plain: bool = False
    ca_file: str = ""


class JitsiStream:
    """See the module. `changed` is called after each presence that is not our own.

    Nothing is said in the room: no name, no devices. Whether the others see us is for the server to
    decide: Jitsi's own clients show nobody of its hidden domain.
    """

    def __init__(self, place: Place, password: Callable[[], str], changed: Callable[[], None]) -> None:
        self.occupants = Occupants()
        self._place = place
        self._password = password
        self._changed = changed
        self._client: ClientXMPP | None = None
        self._nick = place.nick
        self._session: asyncio.Future[None] | None = None
        self._joined: asyncio.Future[None] | None = None

    @property
    def is_in(self) -> bool:
        """Whether we are in the room, for all we were told."""
        return self._client is not None and bool(self.occupants.ours)

    async def enter(self) -> None:
        """Connect and join, where that is not so already.

        Raises Unreachable ("tls" too), Refused for an account or a room that does not take us.
        """
        if self.is_in:
            return
        await self.leave()
        await asyncio.to_thread(import_module, "slixmpp")
        for name in ("slixmpp", "slixmpp.xmlstream"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # its debug log would show the password
        loop = asyncio.get_running_loop()
        self._session, self._joined = loop.create_future(), loop.create_future()
        self._client = client = self._made()
        client.connect(self._place.host, self._place.port)
        try:
            await self._session
            for _ in range(_TRIES):
                self._send_presence()
                if await self._taken_in():
                    return
            raise Refused("nick is taken")
        except BaseException:
            await self.leave()
            raise

    async def ping(self, nick: str, within_s: float) -> bool:
        """Whether `nick`, or for our own the room, answers an IQ, be it with an error (XEP-0199, -0410).

        Raises Unreachable when the stream is gone, or we are no longer in the room.
        """
        client = self._client
        if client is None or not self.occupants.ours:
            raise Unreachable("not in the room")
        from slixmpp.exceptions import IqError, IqTimeout

        ping = client.Iq()
        ping["type"], ping["to"] = "get", f"{self._place.room}/{nick}"
        ping.xml.append(_element("ping", "urn:xmpp:ping"))
        try:
            await ping.send(timeout=within_s)
        except IqTimeout:
            return False
        except IqError as error:
            gone = error.condition in ("not-acceptable", "item-not-found") and nick == self.occupants.ours
            if gone:
                self.occupants = Occupants()
                raise Unreachable("the room has forgotten us") from None
            return error.condition not in ("item-not-found", "remote-server-timeout", "recipient-unavailable")
        return True

    async def put_out(self, nick: str, within_s: float) -> None:
        """Ask the room to put `nick` out (XEP-0045, 8.2), which only a moderator may. Raises as `mute`."""
        query = _element("query", _ADMIN)
        query.append(_element("item", _ADMIN, nick=nick, role="none"))
        await self._order("", query, within_s)

    async def mute(self, nick: str, within_s: float) -> None:
        """Ask jicofo to have `nick` switch its microphone off; it does so for moderators.

        Raises Rejected for a no, NotSent when we are not in the room, TimedOut when nobody said anything.
        """
        order = _element("mute", _AUDIO, jid=f"{self._place.room}/{nick}")
        order.text = "true"
        await self._order(f"/{FOCUS}", order, within_s)

    async def _order(self, whom: str, content: Any, within_s: float) -> None:
        client = self._client
        if client is None or not self.occupants.ours:
            raise NotSent("not in the room")
        from slixmpp.exceptions import IqError, IqTimeout

        iq = client.Iq()
        iq["type"], iq["to"] = "set", f"{self._place.room}{whom}"
        iq.xml.append(content)
        try:
            await iq.send(timeout=within_s)
        except IqTimeout:
            raise TimedOut("no word from the room") from None
        except IqError as error:
            raise Rejected(f"room: {error.condition}") from None

    async def leave(self) -> None:
        """Go, and forget the room. Safe to call twice."""
        client, self._client = self._client, None
        self.occupants = Occupants()
        if client is not None:
            client.del_event_handler("disconnected", self._on_disconnected)
            with suppress(Exception):  # it is given up anyway
                client.abort()

    def _made(self) -> ClientXMPP:
        from slixmpp import ClientXMPP

        place = self._place
        jid = f"{place.user}@{place.domain}" if place.user else place.domain
        client = ClientXMPP(jid, self._password() if place.user else "")
        client.register_plugin("xep_0199")
        client.enable_direct_tls = False
        client.enable_starttls = not place.plain
        client.enable_plaintext = place.plain
        if place.plain:
            client["feature_mechanisms"].unencrypted_scram = True
        if place.ca_file:
            client.ca_certs = place.ca_file
        client.add_event_handler("session_start", lambda _: self._settle(self._session))
        client.add_event_handler("presence", self._on_presence)
        client.add_event_handler("failed_all_auth", lambda _: self._fail(Refused("account not accepted")))
        client.add_event_handler("connection_failed", lambda _: self._fail(Unreachable("no connection")))
        client.add_event_handler("ssl_invalid_chain", lambda _: self._fail(Unreachable("TLS", code="tls")))
        client.add_event_handler("disconnected", self._on_disconnected)
        return client

    def _send_presence(self) -> None:
        assert self._client is not None
        self._joined = asyncio.get_running_loop().create_future()
        presence = self._client.make_presence(pto=f"{self._place.room}/{self._nick}")
        join = _element("x", _MUC)
        join.append(_element("history", _MUC, maxstanzas="0"))
        presence.xml.append(join)
        presence.send()

    async def _taken_in(self) -> bool:
        """True once the room has shown us ourselves; False when the nick is taken: another is next."""
        assert self._joined is not None
        try:
            await self._joined
        except _NickTaken:
            self._nick = f"{self._place.nick}-{secrets.token_hex(2)}"
            return False
        return True

    def _on_presence(self, stanza: Any) -> None:
        sender = stanza["from"]
        if str(sender.bare) != self._place.room:
            return
        kind = str(stanza["type"])
        if kind == "error":
            self._refused(str(stanza["error"]["condition"]))
            return
        nick = str(sender.resource)
        self.occupants.take(nick, kind, stanza.xml)
        if nick == self.occupants.ours:
            self._settle(self._joined)
        elif self.occupants.ours:
            self._changed()

    def _refused(self, condition: str) -> None:
        taken = condition == "conflict"
        error = _NickTaken() if taken else Refused(f"room: {condition}")
        if self._joined is not None and not self._joined.done():
            self._joined.set_exception(error)

    def _on_disconnected(self, _: object) -> None:
        self.occupants = Occupants()
        self._fail(Unreachable("stream closed"))
        self._changed()

    def _fail(self, error: AdapterError) -> None:
        for waited in (self._session, self._joined):
            if waited is not None and not waited.done():
                waited.set_exception(error)
                waited.exception()  # looked at, also when nobody waits for it

    @staticmethod
    def _settle(waited: asyncio.Future[None] | None) -> None:
        if waited is not None and not waited.done():
            waited.set_result(None)


class _NickTaken(Exception):
    """Somebody of that nick is there."""


def _element(name: str, namespace: str, **attributes: str) -> Any:
    from slixmpp.xmlstream import ET

    return ET.Element(f"{{{namespace}}}{name}", attributes)
