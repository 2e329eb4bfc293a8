"""What the roll call screen says, from a View and its roll. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from console.actions import Scope, find, key_name
from console.keys.footer import Chip, footer
from console.screens.key_hints import hints
from console.screens.mode_words import badge
from console.text.problems import word
from console.text.roll_call import phones, state_word
from console.text.sentences import Text, local_hour, local_time
from console.view import View
from data.roll_call.roll import Roll
from data.roll_call.standing import Standing
from data.roll_call.state import Frozen
from data.roll_call.tally import Tally
from widgets.key_bar import KeyHint, Keys
from widgets.line import Piece
from widgets.tone import Tone
from widgets.wall_bar import Bar

TONES = {
    Standing.JOINED: Tone.GO,
    Standing.CALLED: Tone.GO,
    Standing.REPORTED: Tone.GO,
    Standing.SPOKEN_FOR: Tone.GO,
    Standing.EXCUSED: Tone.DIM,
    Standing.ABSENT: Tone.STOP,
    Standing.LEFT: Tone.ASK,
    Standing.UNCALLED: Tone.UNKNOWN,
}
_LABEL_CELLS = 17


def title(view: View, t: Text) -> Bar:
    """What this is, how the day stands, and the clock."""
    now = Piece(local_time(view.now.utc_ms, view.conference.timezone), Tone.STRONG)
    sources = [name for name, fresh in ((s.name, s.fresh) for s in view.sources) if not fresh]
    facts: list[tuple[Piece, ...]] = [
        (Piece(t("roll.heading"), Tone.HEADING),),
        (Piece(word(t, "stage", view.state.stage), Tone.STRONG),),
    ]
    if sources:
        facts.append((Piece(t("roll.unseen", sources=", ".join(sources)), Tone.STALE),))
    return Bar(tuple(facts), (badge(view, t), Piece("   "), now))


def live(view: View, roll: Roll, t: Text) -> Bar:
    """The figures now, by level."""
    label = t("roll.live", time=local_time(view.now.utc_ms, view.conference.timezone))
    total = roll.total
    levels = {level: (tally.present, tally.expected) for level, tally in roll.levels.items()}
    rest = [
        (
            Piece(f"{t(f'roll.column.{each}.long')} ", Tone.DIM),
            Piece(str(total.counts[each]), count_tone(each, total)),
        )
        for each in (Standing.EXCUSED, Standing.ABSENT, Standing.LEFT, Standing.UNCALLED)
    ]
    late = [(Piece(t("roll.late_count", late=total.late), Tone.ASK),)] if total.late else []
    facts = (*_levels(levels, t), (_delegates(total, t),), *rest, *late)
    return _figures(label, total.present, total.expected, facts, Tone.STRONG)


def frozen(view: View, t: Text) -> Bar:
    """The figures that were announced, or that none were yet; earlier freezes behind the last."""
    if not view.state.rolls:
        return Bar(((Piece(f"{t('roll.frozen.none'):<{_LABEL_CELLS}}", Tone.DIM),),))
    *earlier, last = view.state.rolls
    zone = view.conference.timezone
    levels = {level: (last.present.get(level, 0), expected) for level, expected in last.expected.items()}
    standings = last.standings
    rest = [
        (Piece(f"{t(f'roll.column.{each}.long')} {standings.get(each, 0)}", Tone.DIM),)
        for each in (Standing.EXCUSED, Standing.ABSENT, Standing.LEFT, Standing.UNCALLED)
    ]
    before = [
        (
            Piece(
                t("roll.frozen.before", number=each.number, time=local_hour(each.at_ms, zone), **_of(each)),
                Tone.DIM,
            ),
        )
        for each in reversed(earlier)
    ]
    label = t("roll.frozen", number=last.number, time=local_hour(last.at_ms, zone))
    facts = (*_levels(levels, t), *rest, *before)
    return _figures(label, last.total_present, last.total_expected, facts, Tone.GO)


def _figures(label: str, present: int, expected: int, facts: Sequence[tuple[Piece, ...]], tone: Tone) -> Bar:
    """Both rows in the same columns, so that the eye can compare them."""
    cells = len(str(expected))
    head = (Piece(f"{label:<{_LABEL_CELLS}} ", Tone.DIM), Piece(f"{present:>{cells}}/{expected}", tone))
    return Bar((head, *facts))


def _levels(levels: dict[str, tuple[int, int]], t: Text) -> list[tuple[Piece, ...]]:
    return [
        (
            Piece(f"{word(t, 'roll.level', level)} ", Tone.DIM),
            Piece(f"{present:>{len(str(expected))}}/{expected}"),
        )
        for level, (present, expected) in levels.items()
    ]


def count_tone(each: Standing, tally: Tally) -> Tone:
    """Nought is dim, whatever it counts."""
    return TONES[each] if tally.counts[each] else Tone.DIM


def _delegates(tally: Tally, t: Text) -> Piece:
    """Counted of registered, and at how many rooms somebody counted, unless at all of them."""
    planned = tally.delegates_expected
    said = "roll.delegates" if planned is None else "roll.delegates.of"
    counted = t.number(tally.delegates) if tally.counted else t("report.not_counted")
    words = t(said, delegates=counted, expected=t.number(planned or 0))
    if 0 < tally.counted < tally.expected:
        words += t("roll.delegates.at", counted=t.number(tally.counted), rooms=t.number(tally.expected))
    return Piece(words)


def _of(each: Frozen) -> dict[str, object]:
    return {"present": each.total_present, "expected": each.total_expected}


def detail(code: str, roll: Roll, view: View, t: Text) -> Bar:
    """The selected room in full: its name, how it stands, whom to ring up."""
    point = view.points.get(code)
    if point is None:
        return Bar(((Piece(t("roll.nobody"), Tone.DIM),),))
    each, row = roll.standings[code], roll.row_of(code)
    facts: list[tuple[Piece, ...]] = [
        (Piece(f"{code} ", Tone.STRONG), Piece(point.name)),
        (Piece(state_word(code, roll, view, t), TONES[each]),),
        (Piece(phones(point, t), Tone.PLAIN),),
    ]
    if row is not None and row.head == code and row.report is not None:
        said = "roll.reported.all" if row.report.is_all else "roll.reported"
        time = local_hour(row.report.at_ms, view.conference.timezone)
        text = t(said, present=row.report.present, expected=row.report.expected, time=time)
        facts.insert(2, (Piece(text, Tone.PLAIN),))
    return Bar(tuple(facts))


def in_lines(said: str) -> list[str]:
    """A sentence in the parts that a card has room for, one below the other."""
    *parts, last = said.split("; ")
    return [*(f"{part};" for part in parts), last]


_OWN = {"mark_present": "roll.key.mark", "acknowledge": "roll.key.report", "faults_only": "roll.key.missing"}


def keys(view: View, t: Text, width: int) -> Keys:
    """What keys do here first: ^O takes down what a province reports, ^R shows who is missing."""
    past = view.desktop.past is not None
    shown = footer(t, Scope.ROLL_CALL, width, held=view.desktop.past == 0, past=past)
    acting = {each: label for each, label in _OWN.items() if find(each).acts(past=past)}
    own = tuple(Chip(each, t(key_name(find(each).keys[0])), t(label)) for each, label in acting.items())
    rest = tuple(chip for chip in shown.left if chip.action not in _OWN)
    opens = KeyHint("Enter", t("roll.key.open"))
    left = (*hints(own, Scope.ROLL_CALL, view), opens, *hints(rest, Scope.ROLL_CALL, view))
    return Keys(left, hints(shown.right, Scope.ROLL_CALL, view))
