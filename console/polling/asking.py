"""From what a person sees of a room to what is asked of its platform. Pure."""

from __future__ import annotations

from console.view import SourceView, View
from data.actions.action import OF_ALL, ActionKind
from data.actions.state import AskedAction
from data.commands import RequestAction

IN_CALL = (
    *(ActionKind.MUTE, ActionKind.UNMUTE, ActionKind.DROP),
    *(ActionKind.SPOTLIGHT, ActionKind.UNSPOTLIGHT),
)


def request(
    view: View, kind: ActionKind, code: str = "", *, source: str = "", reason: str = ""
) -> RequestAction:
    """What is to be asked for: of the room `code`, or ("") of the conference.

    Unsaid, the source is the one that has the room in its call, else the first that can.
    """
    chosen = _source(view, kind, code, source)
    reading, point = view.readings.get(code), view.points.get(code)
    in_call = reading is not None and chosen is not None and reading.source == chosen.name
    return RequestAction(
        kind=kind,
        source=chosen.name if chosen else source,
        point=code,
        ref=reading.ref if in_call and reading is not None and reading.legs else "",
        address=point.platform_id if point and kind is ActionKind.DIAL else "",
        name=f"{code} - {point.label}" if point else "",
        able=chosen.acts if chosen else (),
        fresh=chosen is not None and chosen.fresh,
        reason=reason,
    )


def offered(view: View, code: str = "") -> list[ActionKind]:
    """What can be asked now: of a room in the call, of one that is not, or of the conference."""
    reading = view.readings.get(code)
    kinds: tuple[ActionKind, ...]
    if not code:
        kinds = tuple(kind for kind in ActionKind if kind in OF_ALL)
    elif reading is not None and reading.legs:
        so_already = {True: ActionKind.MUTE, False: ActionKind.UNMUTE, None: None}[reading.mute_server]
        kinds = tuple(kind for kind in IN_CALL if kind is not so_already)
    else:
        kinds = (ActionKind.DIAL,)
    return [kind for kind in kinds if kind in request(view, kind, code).able]


def last_asked(view: View, code: str = "") -> AskedAction | None:
    """What was asked last about the room `code`, or ("") about the conference."""
    return next((one for one in reversed(view.state.actions.values()) if one.point == code), None)


def _source(view: View, kind: ActionKind, code: str, wanted: str) -> SourceView | None:
    reading = view.readings.get(code)
    spoken_for = reading.source if reading is not None and kind not in OF_ALL else ""
    names = (wanted,) if wanted else (spoken_for, *(one.name for one in view.sources if kind in one.acts))
    found = {one.name: one for one in view.sources}
    able = [name for name in names if name in found and kind in found[name].acts]
    return found.get(next(iter(able), "")) or found.get(names[0]) or next(iter(view.sources), None)
