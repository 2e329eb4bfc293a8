"""Debian's Janus with one room, its event handler pushing to the adapter."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
from kit.platforms.own_network import ADDRESS

API = "http://127.0.0.1:8088/janus"
ADMIN = "http://127.0.0.1:7088/admin"
EVENTS_PORT = 9099
ROOM = 7
ROOM_SECRET = "sesame"
ADMIN_SECRET = "open"
EVENTS_PASSWORD = "knock"
PLUGINS = next(iter(Path("/usr/lib").glob("*/janus")), Path("/usr/lib/janus"))


class JanusServer:
    """The server, in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        folders = " ".join(
            f'{kind}_folder = "{PLUGINS}/{kind}"' for kind in ("plugins", "transports", "events")
        )
        self._write(
            "janus",
            f'general: {{ {folders} interface = "127.0.0.1" admin_secret = "{ADMIN_SECRET}"'
            " debug_level = 2 }\n"
            f'nat: {{ ice_enforce_list = "{ADDRESS}" }}\n'
            "events: { broadcast = true stats_period = 5 }\n"
            'transports: { disable = "libjanus_websockets.so,libjanus_pfunix.so,libjanus_mqtt.so,'
            'libjanus_nanomsg.so,libjanus_rabbitmq.so" }\n',
        )
        self._write(
            "janus.plugin.videoroom",
            "general: { events = true }\n"
            f'room-{ROOM}: {{ publishers = 20 audiocodec = "opus" videocodec = "vp8"'
            f' secret = "{ROOM_SECRET}" }}\n',
        )
        self._write(
            "janus.transport.http",
            'general: { base_path = "/janus" http = true port = 8088 ip = "127.0.0.1" }\n'
            'admin: { admin_base_path = "/admin" admin_http = true admin_port = 7088'
            ' admin_ip = "127.0.0.1" }\n',
        )
        self._write(
            "janus.eventhandler.sampleevh",
            'general: { enabled = true events = "all" grouping = true json = "compact"'
            f' backend = "http://127.0.0.1:{EVENTS_PORT}/janus"'
            f' backend_user = "janus" backend_pwd = "{EVENTS_PASSWORD}" }}\n',
        )

    def _write(self, name: str, text: str) -> None:
        (self._folder / f"{name}.jcfg").write_text(text)

    async def start(self) -> None:
        """Start it, and return once it answers."""
        with (self._folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *("janus", "-C", str(self._folder / "janus.jcfg"), "-F", str(self._folder), "-e"),
                stdout=log,
                stderr=log,
            )
        async with aiohttp.ClientSession() as http:
            for _ in range(150):
                try:
                    async with http.get(f"{API}/info"):
                        return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.1)
        raise RuntimeError("janus did not start")

    async def stop(self) -> None:
        """As a crash would: nothing is said to anybody."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    def log(self) -> str:
        """The end of what it wrote."""
        return (self._folder / "log").read_text("utf-8", "replace")[-3000:]
