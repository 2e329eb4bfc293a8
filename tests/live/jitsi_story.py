"""Rooms of a Jitsi Meet on a real Prosody, and what the console sees from within. Prints one JSON object.

The rooms are XMPP clients that send the presence Jitsi's clients send; the console is of a domain of its
own, and the room does not tell the others of it.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kit.platforms.own_network import ADDRESS
from slixmpp import ClientXMPP
from slixmpp.xmlstream import ET
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

from adapters.errors import AdapterError
from adapters.jitsi.adapter import JitsiAdapter
from data.actions.action import Action, ActionKind
from data.clock import SystemClock
from data.folder.model import BridgePoint, Source, Thresholds
from data.health.observation import Observation
from data.health.reading import Participant
from data.state import EMPTY

FAR = "192.0.2.22"
"""Where one room reaches the server: its line is cut when nobody has this address any more."""
ROOM = "hall@conference.lab.local"
SOURCE = Source(
    name="jitsi",
    kind="jitsi",
    url=f"xmpp://{ADDRESS}:5222",
    timeout_s=5,
    settings={"room": ROOM, "domain": "recorder.lab.local", "username": "console", "plain": True},
    secrets={"password": "LIVE_JITSI"},
)
CONFIG = """
run_as_root = true
daemonize = false
pidfile = "{folder}/pid"
data_path = "{folder}/data"
log = {{ warn = "{folder}/log" }}
interfaces = {{ "*" }}
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
modules_enabled = {{ "saslauth", "disco", "ping", "presence", "iq", "message" }}
modules_disabled = {{ "s2s", "offline", "c2s_limits" }}
VirtualHost "lab.local"
    authentication = "anonymous"
VirtualHost "recorder.lab.local"
    authentication = "internal_plain"
Component "conference.lab.local" "muc"
    restrict_room_creation = false
    muc_room_locking = false
"""


class Room(ClientXMPP):
    """A client of Jitsi, as far as its presence goes. `seen` are the nicks it was told of."""

    def __init__(self, nick: str, name: str, host: str = ADDRESS) -> None:
        super().__init__("lab.local", "")
        self.nick, self.name, self._host = nick, name, host
        self.seen: set[str] = set()
        self.register_plugin("xep_0045")
        self.register_plugin("xep_0199")
        self.enable_direct_tls = self.enable_starttls = False
        self.enable_plaintext = True
        self._here = asyncio.get_running_loop().create_future()
        self._in = asyncio.get_running_loop().create_future()
        self.add_event_handler("session_start", lambda _: self._here.set_result(None))
        self.add_event_handler("presence", self._told)

    async def enter(self) -> None:
        self.connect(self._host, 5222)
        await self._here
        self.say()
        await self._in

    def say(self, *, muted: bool = True, hand_ms: int | None = None) -> None:
        """The whole presence anew, as every change is."""
        stanza = self.make_presence(pto=f"{ROOM}/{self.nick}")
        for tag, text in (
            ("{http://jabber.org/protocol/muc}x", None),
            ("{http://jabber.org/protocol/nick}nick", self.name),
            ("{jabber:client}audiomuted", str(muted).lower()),
            ("{jabber:client}videomuted", "false"),
            ("{jabber:client}SourceInfo", json.dumps({f"{self.nick}-a0": {"muted": muted}})),
            ("{jabber:client}jitsi_participant_raisedHand", str(hand_ms) if hand_ms else None),
        ):
            if text is not None or tag.endswith("}x"):
                element = ET.Element(tag)
                element.text = text
                stanza.xml.append(element)
        stanza.send()

    async def hide_strangers(self) -> None:
        """Only those with a voice are shown to the others, and who is no member has none."""
        form = await self["xep_0045"].get_room_config(ROOM)
        values = form.get_values()
        values["muc#roomconfig_moderatedroom"] = True
        values["muc#roomconfig_presencebroadcast"] = ["moderator", "participant"]
        form["type"] = "submit"
        form.set_values(values)
        await self["xep_0045"].set_room_config(ROOM, form)

    async def give_voice(self, nick: str) -> None:
        await self["xep_0045"].set_role(ROOM, nick, "participant")

    def leave(self) -> None:
        self.make_presence(pto=f"{ROOM}/{self.nick}", ptype="unavailable").send()

    def _told(self, stanza: Any) -> None:
        self.seen.add(str(stanza["from"].resource))
        if str(stanza["from"].resource) == self.nick and not self._in.done():
            self._in.set_result(None)


class Focus(Room):
    """As much of jicofo as is asked here: a moderator's order to mute is passed on to the client."""

    rooms: dict[str, Room]

    def __init__(self, *names: str) -> None:
        super().__init__(*names)
        match = MatchXPath("{jabber:client}iq/{http://jitsi.org/jitmeet/audio}mute")
        self.register_handler(Callback("mute", match, self._mute))

    def _mute(self, order: Any) -> None:
        element = order.xml.find("{http://jitsi.org/jitmeet/audio}mute")
        self.rooms[element.get("jid").rpartition("/")[2]].say(muted=element.text == "true")
        order.reply().send()


class Watch:
    """The adapter, polled whenever it was told something, or after a second."""

    def __init__(self) -> None:
        clock = SystemClock()
        self.adapter = JitsiAdapter(SOURCE, clock.real_ns)
        points = [BridgePoint(code=f"T{n}", name=f"T{n}", level="district") for n in range(1, 5)]
        self._observation = Observation("jitsi", points, Thresholds(hold_off_s=2), EMPTY)
        self.readings = self._observation.readings
        self.roster: dict[str, Participant] = {}

    async def until(self, so: Callable[[], bool], within_s: float = 40) -> float:
        began = time.monotonic()
        async with asyncio.timeout(within_s):
            while True:
                self.adapter.news.clear()
                found = await self.adapter.poll()
                self.roster = {one.name: one for one in found.participants}
                self._observation.take(found, expected=True, attended=())
                if so():
                    return time.monotonic() - began
                try:
                    async with asyncio.timeout(1):
                        await self.adapter.news.wait()
                except TimeoutError:
                    pass


async def story() -> dict[str, Any]:
    """Come, mute, raise a hand, leave, be cut off; and the console in the midst of it."""
    rooms = {f"T{n}": Room(f"aaaa000{n}", f"T{n}", FAR if n == 4 else ADDRESS) for n in range(1, 5)}
    owner = rooms["T1"]
    await owner.enter()
    await owner.hide_strangers()
    for name in ("T2", "T3", "T4"):
        await rooms[name].enter()
        await owner.give_voice(rooms[name].nick)
    watch, told = Watch(), {}
    await watch.until(lambda: set(watch.roster) == set(rooms) and len(watch.readings) == 4)
    told["presence"] = {name: one.presence for name, one in watch.roster.items()}
    told["health"] = {code: one.health for code, one in watch.readings.items()}
    rooms["T2"].say(muted=False)
    told["unmuted_s"] = await watch.until(lambda: watch.roster["T2"].mute_local is False)
    told["others_muted"] = watch.roster["T3"].mute_local
    rooms["T3"].say(hand_ms=1_718_521_200_000)
    told["hand_s"] = await watch.until(lambda: watch.readings["T3"].hand_ms == 1_718_521_200_000)
    rooms["T3"].say()
    await watch.until(lambda: watch.readings["T3"].hand_ms is None)
    rooms["T3"].leave()
    told["left_s"] = await watch.until(lambda: "T3" not in watch.roster)
    far("del")
    told["cut_s"] = await watch.until(lambda: watch.readings["T4"].health == "down")
    told["still_listed"] = "T4" in watch.roster
    told["others_well"] = {code: watch.readings[code].health for code in ("T1", "T2")}
    told["seen_by_rooms"] = sorted(owner.seen | rooms["T2"].seen)
    told |= await asked_for(watch, owner, rooms["T2"])
    os.environ["LIVE_JITSI"] = "wrong"
    stranger = JitsiAdapter(SOURCE, SystemClock().real_ns)
    try:
        await stranger.poll()
    except AdapterError as error:
        told["wrong_password"] = error.code
    await stranger.aclose()
    return {**told, "watch": watch, "rooms": rooms}


async def asked_for(watch: Watch, owner: Room, room: Room) -> dict[str, Any]:
    """What the console asks of the room, as one of many and as a moderator; jicofo's part is played."""
    told = {"drop_by_anybody": await outcome(watch, ActionKind.DROP, room.nick)}
    told["mute_without_focus"] = await outcome(watch, ActionKind.MUTE, room.nick)
    focus = Focus("focus", "", ADDRESS)
    focus.rooms = {room.nick: room}
    await focus.enter()
    await owner.give_voice("focus")
    await owner["xep_0045"].set_role(ROOM, "console", "moderator")
    told["mute"] = await outcome(watch, ActionKind.MUTE, room.nick)
    told["muted_s"] = await watch.until(lambda: watch.roster["T2"].mute_local is True)
    told["drop"] = await outcome(watch, ActionKind.DROP, room.nick)
    told["dropped_s"] = await watch.until(lambda: "T2" not in watch.roster)
    told["drop_again"] = await outcome(watch, ActionKind.DROP, room.nick)
    told["focus_is_no_room"] = sorted(watch.roster)
    focus.abort()
    return told


async def outcome(watch: Watch, kind: ActionKind, ref: str) -> str:
    """What became of asking: "done", or the code of the error."""
    try:
        await watch.adapter.act(Action(kind=kind, ref=ref))
    except AdapterError as error:
        return error.code
    return "done"


async def main() -> None:
    """Start the server, tell the story, kill the server, see that this is told too."""
    os.environ["LIVE_JITSI"] = "sesame"
    far("add")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        accounts = folder / "data" / "recorder%2elab%2elocal" / "accounts"
        accounts.mkdir(parents=True)
        (accounts / "console.dat").write_text('return { ["password"] = "sesame"; };\n')
        (folder / "prosody.cfg.lua").write_text(CONFIG.format(folder=folder))
        server = await asyncio.create_subprocess_exec(
            "prosody", "-F", "--config", str(folder / "prosody.cfg.lua"), stdout=sys.stderr, stderr=sys.stderr
        )
        try:
            await up()
            told = await asyncio.wait_for(story(), 120)
            watch = told.pop("watch")
            for room in told.pop("rooms").values():
                room.abort()
            server.kill()
            await server.wait()
            try:
                await watch.adapter.poll()
            except AdapterError as error:
                told["server_gone"] = error.code
            await watch.adapter.aclose()
            print(json.dumps(told), flush=True)
        finally:
            if server.returncode is None:
                server.kill()
                await server.wait()
            log = folder / "log"
            sys.stderr.write(log.read_text("utf-8", "replace")[-2000:] if log.exists() else "")


def far(what: str) -> None:
    """Give the made-up network that address, or take it away."""
    subprocess.run(["ip", "addr", what, f"{FAR}/32", "dev", "m0"], check=True)


async def up() -> None:
    """Wait for the server."""
    for _ in range(100):
        try:
            _, writer = await asyncio.open_connection(ADDRESS, 5222)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise RuntimeError("prosody did not start")


if __name__ == "__main__":
    asyncio.run(main())
