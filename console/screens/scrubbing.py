"""What the keys of a replay do: back and on through the day."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from console.reading.jump import midnight_ms
from console.screens.cards.table import CardTable
from console.screens.verbs.performing import Tell
from console.seat import Seat
from console.text.sentences import Text
from data.record.filter import clock_s
from data.text import fold

STRIDE_S = 10


def scrubbing(seat: Seat, cards: CardTable, t: Text, tell: Tell) -> dict[str, Callable[[], None]]:
    """By action; nothing at a conference under way."""
    playing = seat.playing
    if playing is None:
        return {}

    def go(typed: str) -> None:
        """To a time of the day that is shown."""
        at_s = clock_s(fold(typed))
        if at_s is None:
            tell(t("replay.at.no_time", text=typed), "warning")
        else:
            playing.to(midnight_ms(seat.clock.now().utc_ms, seat.conference.timezone) + at_s * 1000)

    return {
        "past_turn": playing.turn,
        "past_back": partial(playing.by, -STRIDE_S),
        "past_on": partial(playing.by, STRIDE_S),
        "past_item_back": partial(playing.hop, -1),
        "past_item_on": partial(playing.hop, 1),
        "past_faster": partial(playing.quicken, 2.0),
        "past_slower": partial(playing.quicken, 0.5),
        "past_at": partial(cards.moment, go),
    }
