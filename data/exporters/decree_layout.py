"""The fixed parts of an official paper by Decree 30/2020: head, title, signatures, "received by"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from data.exporters.docx_paper import WIDTH, Align, Look, paragraph, side_by_side
from data.exporters.wording import Words
from data.folder.model import Document

_HEAD = (round(WIDTH * 0.41), WIDTH - round(WIDTH * 0.41))
_HALF = (WIDTH // 2, WIDTH - WIDTH // 2)
_CAPS = Look(size=24, align=Align.CENTRE, after=0)
_CAPS_BOLD = Look(size=24, bold=True, align=Align.CENTRE, after=0)
_MOTTO = Look(size=26, bold=True, align=Align.CENTRE, after=0)
_NUMBER = Look(size=26, align=Align.CENTRE, before=120, after=0)
_PLACE = Look(size=26, italic=True, align=Align.CENTRE, before=120, after=0)
_TITLE = Look(size=28, bold=True, align=Align.CENTRE, before=360, after=0)
_ABOUT = Look(size=28, bold=True, align=Align.CENTRE, after=0)
_SIGN = Look(size=28, bold=True, align=Align.CENTRE, after=0)
_SIGN_GAP = Look(size=28, align=Align.CENTRE, after=1400)
_GAP = paragraph("", _SIGN_GAP)
_TO = Look(size=24, bold=True, italic=True, align=Align.LEFT, after=0)
_TO_LINE = Look(size=22, align=Align.LEFT, after=0)
BLANK_NUMBER = "……"


def _short_rule(width: int, share: float, after: int = 0) -> str:
    """A centred line, `share` of `width` long."""
    side = round(width * (1 - share) / 2)
    return paragraph("", Look(size=4, align=Align.CENTRE, left=side, right=side, after=after, rule=True))


def head(document: Document, kind: str, date_ms: int | None, words: Words) -> str:
    """Who issues it and under which number on the left; country, motto, place and date on the right."""
    t = words.t
    left = [paragraph(document.agency.upper(), _CAPS)] if document.agency else []
    if document.unit:
        left.append(paragraph(document.unit.upper(), _CAPS_BOLD))
    elif left:
        left = [paragraph(document.agency.upper(), _CAPS_BOLD)]
    number = document.number or f"{BLANK_NUMBER}/{kind}"
    left += [_short_rule(_HEAD[0], 0.4), paragraph(t("report.head.number", number=number), _NUMBER)]
    day = words.prose_date(date_ms)
    place = t("report.head.place", place=document.place, date=day) if document.place else day
    right = [
        paragraph(t("report.head.country"), _CAPS_BOLD),
        paragraph(t("report.head.motto"), _MOTTO),
        _short_rule(_HEAD[1], 0.58),
        paragraph(place, _PLACE),
    ]
    return side_by_side(left, right, _HEAD)


def title(name: str, about: str) -> str:
    """What the paper is, and what it is about, with a short line below."""
    return paragraph(name, _TITLE) + paragraph(about, _ABOUT) + _short_rule(WIDTH, 0.2, after=240)


def signature(office: str, name: str) -> list[str]:
    """A place to sign: the office in capitals, a line each, room, the name."""
    return [*(paragraph(line.upper(), _SIGN) for line in lines_of(office)), _GAP, paragraph(name, _SIGN)]


def lines_of(text: str) -> list[str]:
    """What stands on lines of its own in a setting of the folder."""
    return [line.strip() for line in text.split(";") if line.strip()]


def received_by(document: Document, words: Words) -> list[str]:
    """Whom the paper goes to, the file of the office last."""
    t = words.t
    return lines_of(document.received_by) or [t("report.foot.to_superior"), t("report.foot.to_file")]


def foot(received_by: Iterable[str], signed: list[str], words: Words) -> Iterator[str]:
    """Who gets the paper on the left, who signs it on the right."""
    yield paragraph("", Look(after=120, keep_next=True))
    yield side_by_side(_received(received_by, words), signed, _HALF)


def _received(received_by: Iterable[str], words: Words) -> list[str]:
    whom = [who.rstrip(".;, ") for who in received_by]
    ends = [";"] * (len(whom) - 1) + ["."]
    lines = (paragraph(f"- {who}{end}", _TO_LINE) for who, end in zip(whom, ends, strict=True))
    return [paragraph(words.t("report.foot.to"), _TO), *lines]


def two_signatures(left: list[str], right: list[str], received_by: Iterable[str], words: Words) -> str:
    """Secretary and chair, and below them who gets the paper."""
    signed = paragraph("", Look(after=120, keep_next=True)) + side_by_side(left, right, _HALF)
    return signed + paragraph("", Look(after=120, keep_next=True)) + "".join(_received(received_by, words))
