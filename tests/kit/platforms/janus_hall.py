"""A Janus with one large room, as its admin API tells of it: members, each with a session and two handles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec
from aiohttp import web

RATE = 50


class JanusHall:
    """Member n is in session 1000 + n. `now_s` moves the counters of all but the `dead`, who stay listed.

    `waiting` have not published yet. Of each poll `looked` counts the members whose publisher's handle was
    read, `asked` all requests.
    """

    def __init__(self, members: int) -> None:
        self.members = {n: 1000 + n for n in range(1, members + 1)}
        self.strangers: list[int] = []
        self.dead: dict[int, float] = {}
        self.waiting: set[int] = set()
        self.now_s = 100.0
        self.looked: Counter[int] = Counter()
        self.asked = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The admin API."""
        self.asked += 1
        asked = msgspec.json.decode(await request.read())
        place = request.path.removeprefix("/admin").strip("/").split("/")
        if asked.get("request", {}).get("request") == "moderate":
            return web.json_response({"janus": "success", "response": {"videoroom": "success"}})
        return web.json_response({"janus": "success", **self._says(asked["janus"], place)})

    def _says(self, asked: str, place: list[str]) -> Mapping[str, Any]:
        if asked == "message_plugin":
            rows = [{"id": n, "display": f"T{n}", "publisher": n not in self.waiting} for n in self.members]
            return {"response": {"videoroom": "participants", "participants": rows}}
        if asked == "list_sessions":
            return {"sessions": [*self.members.values(), *self.strangers]}
        session = int(place[0])
        if asked == "list_handles":
            return {"handles": [10 * session + 1, 10 * session + 2]}
        found = {"session_id": session, "handle_id": int(place[1])}
        member = next((n for n, home in self.members.items() if home == session), 0)
        if not member:
            return {**found, "info": {"plugin_specific": {"type": "publisher", "room": 8, "id": 1}}}
        publishes = place[1].endswith("1")
        self.looked[member] += publishes
        plugin = {"type": "publisher" if publishes else "subscriber", "room": 7, "id": member}
        media = (
            {} if publishes and member in self.waiting else {"0": self._medium(member, sends=not publishes)}
        )
        return {**found, "info": {"plugin_specific": plugin, "webrtc": {"media": media}}}

    def _medium(self, member: int, *, sends: bool) -> dict[str, Any]:
        packets = int(RATE * min(self.now_s, self.dead.get(member, self.now_s)))
        rate = 0 if member in self.dead else 4000
        flow = {"packets": packets, "bytes_lastsec": rate}
        return {
            "type": "audio",
            "rtcp": {"main": {"lost": 0, "jitter-local": 2, "rtt": 30}},
            "stats": {"out" if sends else "in": flow},
        }
