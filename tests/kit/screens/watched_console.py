"""The console as people start it, and a window for a test into the box that is being typed in.

`python -m kit.screens.watched_console SOCKET ARGS…` is `diemcau ARGS…`; whoever connects to SOCKET and
sends a line is told how the boxes stand. A line that is no question is the name of an action to choose, as
the palette does. The keys and the picture go through the terminal, as always.
`kit.screens.watching` is the test's end of it.
"""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import msgspec
from textual import events
from textual.app import App
from textual.pilot import Pilot

from widgets.viet_input import TelexSafe

QUESTION = b"?\n"


class Box(msgspec.Struct, frozen=True):
    """One box on show. `place` is where in the source it was made; `at` counts the boxes of its screen."""

    kind: str
    place: str
    at: int
    value: str
    cursor: int
    focused: bool


class Seen(msgspec.Struct, frozen=True):
    """What is on show: the screen's class, its boxes, and where the terminal's cursor is put. `keys` is how
    many keys have arrived and been dealt with.
    """

    screen: str
    keys: int
    boxes: tuple[Box, ...] = ()
    cursor: tuple[int, int] = (0, 0)

    @property
    def typing(self) -> Box | None:
        """The box that has the keys."""
        return next((box for box in self.boxes if box.focused), None)


async def look(app: App[None]) -> Seen:
    """The boxes of the screen on top, once everything on it has done what it was told."""
    pilot = Pilot(app)
    await pilot._wait_for_screen()
    app.screen._on_timer_update()
    await pilot._wait_for_screen()
    shown = [box for box in app.screen.query(TelexSafe) if box.display]
    boxes = tuple(
        Box(type(box).__name__, MADE[box], at, box.value, box.cursor_position, box.has_focus)
        for at, box in enumerate(shown)
    )
    return Seen(type(app.screen).__name__, len(KEYS), boxes, tuple(app.cursor_position))


MADE: dict[TelexSafe, str] = {}
KEYS: list[events.Event] = []


def _remember_where() -> None:
    usual = TelexSafe.__init__

    def made(box: TelexSafe, *args: object, **kwargs: object) -> None:
        MADE[box] = next(_callers(box))
        usual(box, *args, **kwargs)  # type: ignore[arg-type]

    TelexSafe.__init__ = made  # type: ignore[method-assign, assignment]


def _callers(box: TelexSafe) -> Iterator[str]:
    """The product's functions that are under way, but for the box's own."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        module = frame.f_globals["__name__"]
        if module.startswith(("console.", "widgets.")) and frame.f_locals.get("self") is not box:
            yield f"{module}:{frame.f_code.co_qualname}"
        frame = frame.f_back


def _serve(app: App[None], place: str) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        made = Path(f"{place}.made")
        server.bind(str(made))
        server.listen()
        made.rename(place)  # whoever sees it can connect
        while True:
            peer, _ = server.accept()
            with peer, peer.makefile("rb") as lines:
                for line in lines:
                    if line != QUESTION:
                        app.call_from_thread(app.parts.dispatch.choose, line.decode().strip())  # type: ignore[attr-defined]
                    peer.sendall(msgspec.json.encode(app.call_from_thread(look, app)) + b"\n")


def main(place: str, *args: str) -> int:
    """Start it."""
    from console.app import ConsoleApp
    from console.cli import main as diemcau

    _remember_where()
    usual, usual_event = ConsoleApp.on_mount, ConsoleApp.on_event

    async def on_event(app: ConsoleApp, event: events.Event) -> None:
        fresh = isinstance(event, events.Key) and not event.is_forwarded
        await usual_event(app, event)
        if fresh:
            KEYS.append(event)

    ConsoleApp.on_event = on_event  # type: ignore[method-assign]

    def mounted(app: ConsoleApp) -> None:
        usual(app)
        threading.Thread(target=_serve, args=(app, place), daemon=True).start()

    ConsoleApp.on_mount = mounted  # type: ignore[method-assign]
    return diemcau(list(args))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
