"""Makes the README's pictures: the real screens of a running demo, half-way through its programme.

`make picture`, or `python docs/picture.py [WIDTH HEIGHT FOLDER]`, takes about a minute. Everything
is the product's own: the sample conference, the simulated platform over HTTP, a session that polls it,
F8 pressed for every item. Only the clock is ours, so that ninety minutes need not be waited for.
Each screen becomes an SVG, and a PNG of it where a Chromium is installed.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec
from textual.pilot import Pilot

from console.app import ConsoleApp
from console.cli.demo_folder import DemoFolder, make_demo
from console.cli.platform import simulated_platform
from console.desk import Identity
from console.folder import Folder
from console.session import Session
from console.text.sentences import translator
from data.clock import Moment, SystemClock
from data.folder.conference import load

OPENS_MS = 1_718_521_200_000
"""2024-06-16 14:00 in Hanoi."""
LATE_S = 120
ON_AIR = "4.1"
SPOKEN_S = 400
SLOW_ITEMS = ("1", "3.2", "B1")
WORLD_S = 4800
SCENARIO = """
[[at]]
t = 4822
parent = "T96"
do = "drop"

[[at]]
t = 4640
points = ["T79"]
do = "loss"
value = 6
stream = "audio"

[[at]]
t = 4815
points = ["T45"]
do = "drop"

[[at]]
t = 4000
points = ["H0?1", "H1?7"]
do = "loss"
value = 4

[[at]]
t = 4200
points = ["H2?3"]
do = "drop"
"""


SCREENS = {"operator": "f2", "technician": "f3", "log": "f5"}
"""A picture of each, by the key that leads there."""


class SkippingClock(SystemClock):
    """The machine's clock, except that the conference's time can be moved on."""

    def __init__(self, opens_ms: int) -> None:
        super().__init__()
        self._ahead_ms = 0
        self._behind_ms = super().now().utc_ms - opens_ms

    def skip(self, seconds: float) -> None:
        """Move the conference on by `seconds`."""
        self._ahead_ms += round(seconds * 1000)

    def now(self) -> Moment:
        """The conference's time."""
        real = super().now()
        mono_ns = real.mono_ns + self._ahead_ms * 1_000_000
        return Moment(real.utc_ms - self._behind_ms + self._ahead_ms, mono_ns, real.boot)


def prepared(folder: Path) -> DemoFolder:
    """A demo whose world has been going on for `WORLD_S` seconds."""
    (folder / "scenario.toml").write_text(SCENARIO, "utf-8")
    demo = make_demo(
        folder / "hoi-nghi",
        points=767,
        speed=1.0,
        seed=1,
        scenario=folder / "scenario.toml",
        language="vi",
        now_ms=OPENS_MS - 20_000,
    )
    return msgspec.structs.replace(demo, opened_ms=time.time_ns() // 1_000_000 - WORLD_S * 1000)


async def press_f8(app: ConsoleApp, pilot: Pilot[None]) -> None:
    """F8, and again on its second option where a card asks."""
    await asyncio.sleep(0.8)
    await pilot.press("f8")
    await pilot.pause(0.3)
    if len(app.screen_stack) > 1:
        await asyncio.sleep(0.8)
        await pilot.press("down", "f8")
        await pilot.pause(0.3)


async def play(app: ConsoleApp, pilot: Pilot[None], clock: SkippingClock) -> None:
    """Open late, give every item its time and a little more, stop in the middle of `ON_AIR`."""
    await pilot.pause(8)
    clock.skip(LATE_S)
    await press_f8(app, pilot)
    while (cue := app.session.state.on_air) != ON_AIR:
        item = app.session.state.item(cue)
        assert item is not None
        clock.skip(item.duration_s + (80 if cue in SLOW_ITEMS else 0) - 2)
        await press_f8(app, pilot)
    clock.skip(SPOKEN_S)
    await pilot.pause(30)


def tidy(svg: str) -> str:
    """No font from another host, and ids that stay the same from one picture to the next."""
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.S)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.S)
    svg = svg.replace("Fira Code", "JetBrains Mono, Fira Code, DejaVu Sans Mono, Consolas")
    return re.sub(r"terminal-\d+", "terminal", svg)


async def pictures(width: int, height: int) -> dict[str, str]:
    """Every screen, as SVG."""
    with tempfile.TemporaryDirectory() as scratch:
        demo = prepared(Path(scratch))
        clock = SkippingClock(OPENS_MS - 20_000)
        conference, _problems = load(demo.path)
        assert conference is not None
        with simulated_platform(demo):
            who = Identity(console="ban-1", actor="op1")
            session = Session.open(Folder(demo.path), conference, clock, who)
            app = ConsoleApp(session, translator("vi"))
            try:
                async with app.run_test(size=(width, height)) as pilot:
                    await play(app, pilot, clock)
                    return {name: await seen(app, pilot, key) for name, key in SCREENS.items()}
            finally:
                await session.stop()


async def seen(app: ConsoleApp, pilot: Pilot[None], key: str) -> str:
    """The screen behind `key`, once it has settled."""
    await pilot.press(key)
    await pilot.pause(2)
    return tidy(app.export_screenshot(title="diemcau demo"))


def draw(svg: Path) -> None:
    """The picture as a browser shows it, beside `svg`, if there is a browser."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    view = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg.read_text("utf-8"))
    if browser is None or view is None:
        return
    size = ",".join(str(round(float(cells))) for cells in view.groups())
    command = [browser, "--headless=new", "--no-sandbox", "--hide-scrollbars", f"--window-size={size}"]
    target = svg.with_suffix(".png").absolute()
    subprocess.run([*command, f"--screenshot={target}", svg.absolute().as_uri()], check=True)


def main(width: str = "120", height: str = "40", folder: str = "docs/img") -> None:
    """Write all pictures into `folder`."""
    for name, svg in asyncio.run(pictures(int(width), int(height))).items():
        drawn = Path(folder, f"{name}.svg")
        drawn.write_text(svg, "utf-8")
        draw(drawn)


if __name__ == "__main__":
    main(*sys.argv[1:4])
