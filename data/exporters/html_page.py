"""The day on one page that needs nothing else: no network, no file beside it, a search in it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from data.exporters import heat
from data.exporters import table_rows as tables
from data.exporters.head_code import head_svg
from data.exporters.heat_picture import SHAPES, key_picture, mark, row_picture
from data.exporters.material import Material
from data.exporters.sink import Sink
from data.exporters.sources import COLUMNS, source_row, sources
from data.exporters.wording import Words, is_figure
from data.record.reading import Progress
from data.reports.points import PointFigures

MOST_EVENTS = 5000
"""So many rows of the record stand on the page; the workbook has them all."""
_CUE_ROWS, _CUE_SLOTS = 3, 7
"""Cues over the map stand in so many rows, and so far apart within one that they can be read."""
_HALF_HOUR_MS = 1_800_000


def write_html(material: Material, out: Sink, progress: Progress | None = None) -> None:
    """Write the page. Raises LogError, and what `out` raises."""
    for part in _Page(material).parts(progress):
        out.write(part.encode("utf-8", "replace"))


_STYLE = """
:root{color-scheme:light dark}
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dd{margin:0;overflow-wrap:anywhere}
#q{position:sticky;top:.5rem;width:100%;padding:.5rem;font:inherit;box-sizing:border-box;z-index:1}
table{border-collapse:collapse;width:100%;margin-bottom:1rem}
th,td{text-align:left;padding:.15rem .5rem;vertical-align:top;overflow-wrap:anywhere}
th{border-bottom:2px solid #8888;overflow-wrap:normal}td{border-bottom:1px solid #8884}
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}td:first-child{text-align:left}
.heat{table-layout:fixed}.heat td,.heat th{padding:0 .4rem;font-size:12px}
.heat .code{width:3.5rem}.heat .name{width:15rem}.heat .sum{width:5rem}
.heat td{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.heat svg{width:100%;height:10px;display:block}.heat thead svg{height:38px}
.heat text{font:9px system-ui;fill:currentColor}.heat .hour{font-weight:700}
.heat thead{position:sticky;top:3.2rem;background:Canvas}
.up{fill:#2b7a4b}.lost{fill:#c2342d}.absent{fill:#8a6d00}.unseen{fill:#808080}
.heat .mark{stroke:currentColor;stroke-width:1;stroke-opacity:.25}
.heat td text,.sample text{font:700 9px system-ui;text-anchor:middle;fill:currentColor}
.heat td .on-lost,.sample .on-lost{fill:#fff}
.sample{display:inline-block;width:2.5em;height:10px;margin:0 .4em 0 1.2em}
@page{size:A4 landscape;margin:12mm}
@media print{:root{color-scheme:light}body{font-size:10px;max-width:none;margin:0;padding:0}#q{display:none}
h2{break-after:avoid}tr{break-inside:avoid}.heat thead{position:static}.heat td,.heat th{font-size:8px}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""
_SCRIPT = """
const fold=s=>s.normalize("NFD").replace(/[\\u0300-\\u036f]/g,"")
.replace(/[\\u0111\\u0110]/g,"d").toLowerCase();
const rows=[...document.querySelectorAll("tbody tr")].map(r=>[r,fold(r.textContent)]);
document.getElementById("q").addEventListener("input",e=>{
const words=fold(e.target.value).split(/\\s+/);
for(const [r,text] of rows)r.hidden=!words.every(w=>text.includes(w))});
"""


def _scale_text(at: float, y: int, text: str, name: str = "cue") -> str:
    """A word over the map, at a share of its width; near the right edge it stands before its place."""
    end = ' text-anchor="end"' if at > heat.SLOTS - _CUE_SLOTS else ""
    return f'<text class="{name}" x="{at / heat.SLOTS:.2%}" y="{y}"{end}>{text}</text>'


def _sha(text: str) -> str:
    """What a policy of the page names its own style and script by."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


class _Page:
    """One page, part by part."""

    def __init__(self, material: Material) -> None:
        self._m = material
        self._w: Words = material.words

    def parts(self, progress: Progress | None) -> Iterator[str]:
        """The page from top to bottom."""
        t, told = self._w.t, self._m.report
        yield self._head()
        yield f'<input id="q" type="search" placeholder="{escape(t("report.search"))}" autocomplete="off">'
        yield self._facts()
        w, m = self._w, self._m
        yield self._section("levels", tables.LEVEL, (tables.level_row(each, w) for each in told.levels))
        yield self._section("agenda", tables.ITEM, (tables.item_row(each, w) for each in told.items))
        aired = (each for each in told.items if each.elapsed_ms is not None)
        yield self._section("air", tables.AIR, (tables.air_row(each, m) for each in aired))
        yield from self._sums()
        rows = (tables.incident_row(one, m) for one in told.incidents)
        yield self._section("incidents", tables.INCIDENT, rows)
        yield self._section("courses", tables.COURSE, tables.course_rows(told.incidents, m))
        if m.rehearsal is not None:
            before = (tables.rehearsed_row(each, w) for each in m.rehearsal.items)
            yield self._section("rehearsal", tables.REHEARSED, before)
        yield from self._heat()
        yield from self._events(progress)
        yield self._section("sources", COLUMNS, (source_row(each, m) for each in sources(m)))
        yield f"<script>{_SCRIPT}</script></body></html>\n"

    def _head(self) -> str:
        policy = f"default-src 'none'; style-src 'sha256-{_sha(_STYLE)}'; script-src 'sha256-{_sha(_SCRIPT)}'"
        title = self._text(self._m.conference.title)
        return (
            f'<!DOCTYPE html><html lang="{escape(self._m.conference.language)}"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
            f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
            f"<style>{_STYLE}</style></head><body><h1>{title}</h1>"
        )

    def _facts(self) -> str:
        t, w, told, m = self._w.t, self._w, self._m.report, self._m
        whole = (
            t("report.chain.whole") if m.verdict.ok else t("report.chain.broken", row=m.verdict.bad_seq or 0)
        )
        facts = {
            "report.fact.opened": f"{w.time(told.from_ms)} {w.date(told.from_ms)}",
            "report.fact.ended": f"{w.time(told.state.ended_ms)} {w.date(told.state.ended_ms)}",
            "report.fact.rows": t.number(m.head.seq),
            "report.fact.chain": whole,
            "report.fact.head": f"{m.head.seq}:{m.head.hash.hex()}",
        }
        rows = "".join(
            f"<dt>{escape(t(code))}</dt><dd>{self._text(value)}</dd>" for code, value in facts.items()
        )
        rows += f"<dt></dt><dd>{head_svg(m.head)}</dd>"
        return f"<dl>{rows}</dl>"

    def _sums(self) -> Iterator[str]:
        """Time over and under, by speaker and by organisation; and by cause."""
        told, w = self._m.report, self._w
        yield f"<h2>{escape(w.t('report.sheet.sums'))}</h2>"
        for by, sums in (("speaker", told.speakers), ("organisation", told.organisations)):
            yield self._table(tables.sum_columns(by), (tables.sum_row(each, w) for each in sums))
        yield self._table(tables.CAUSE, (tables.cause_row(each, w) for each in told.causes))

    def _section(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
        return f"<h2>{escape(self._w.t(f'report.sheet.{name}'))}</h2>{self._table(columns, rows)}"

    def _table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
        body = "".join(f"<tr>{''.join(map(self._cell, row))}</tr>" for row in rows)
        return f"<table>{self._heads(columns)}<tbody>{body}</tbody></table>" if body else self._none()

    def _none(self) -> str:
        return f"<p>{escape(self._w.t('report.none'))}</p>"

    def _heads(self, columns: Sequence[str]) -> str:
        heads = "".join(f"<th>{escape(self._w.t(f'report.col.{code}'))}</th>" for code in columns)
        return f"<thead><tr>{heads}</tr></thead>"

    def _cell(self, text: str) -> str:
        """Figures stand under each other."""
        return f"<td{' class=n' if is_figure(text) else ''}>{self._text(text)}</td>"

    def _heat(self) -> Iterator[str]:
        t, told = self._w.t, self._m.report
        yield f"<h2>{escape(t('report.heat'))}</h2><p class='key'>"
        yield "".join(
            f"{key_picture(status)}{escape(t(f'report.status.{shape.name}'))} "
            for status, shape in SHAPES.items()
        )
        yield f"</p><table class='heat'><thead><tr><th class='code'>{escape(t('report.col.code'))}</th>"
        yield f"<th class='name'>{escape(t('report.col.name'))}</th><th>{self._scale()}</th>"
        yield f"<th class='sum'>{escape(t('report.col.lost'))}</th></tr></thead><tbody>"
        marks = "".join(mark(at) for at, _cue in self._starts())
        for point in told.points:
            yield self._heat_row(point, marks)
        yield "</tbody></table>"

    def _starts(self) -> Iterator[tuple[int, str]]:
        """Where in the map each item went on air, from left to right."""
        told, found = self._m.report, []
        whole = max(1, told.to_ns - told.from_ns)
        for item in told.items:
            started = told.state.run(item.run.item.cue).started_ns
            if started is not None and told.to_ns > told.from_ns:
                found.append(((started - told.from_ns) * heat.SLOTS // whole, item.run.item.cue))
        return iter(sorted(found))

    def _scale(self) -> str:
        """The cues of the items over the map, and below them the hours; places are shares of its width, so
        that the letters are not drawn out with it.
        """
        free = [-heat.SLOTS] * _CUE_ROWS
        texts = []
        for at, cue in self._starts():
            row = next((row for row, last in enumerate(free) if at - last >= _CUE_SLOTS), None)
            if row is not None:
                free[row] = at
                texts.append(_scale_text(at, 8 + 9 * row, self._text(cue)))
        texts += [_scale_text(at, 9 + 9 * _CUE_ROWS, hour, "hour") for at, hour in self._hours()]
        return f"<svg>{''.join(texts)}</svg>"

    def _hours(self) -> Iterator[tuple[float, str]]:
        """Every full and half hour of the wall clock within the map."""
        told = self._m.report
        spent_ms = (told.to_ns - told.from_ns) // 1_000_000
        if told.from_ms is None or spent_ms <= 0:
            return
        at_ms = -(-told.from_ms // _HALF_HOUR_MS) * _HALF_HOUR_MS
        while at_ms < told.from_ms + spent_ms:
            yield (at_ms - told.from_ms) * heat.SLOTS / spent_ms, self._w.hour(at_ms)
            at_ms += _HALF_HOUR_MS

    def _heat_row(self, point: PointFigures, marks: str) -> str:
        told = self._m.report
        runs = heat.runs(point.spans, told.from_ns, told.to_ns)
        return (
            f"<tr><td>{self._text(point.point.code)}</td><td>{self._text(point.point.name)}</td><td>"
            f"{row_picture(runs, marks)}</td>"
            f"<td class=n>{self._text(self._w.minutes(point.lost_ms))}</td></tr>"
        )

    def _events(self, progress: Progress | None) -> Iterator[str]:
        """What people did and what went wrong; joins and measurements are in the map."""
        t, shown = self._w.t, 0
        yield f"<h2>{escape(t('report.sheet.log'))}</h2><table class='log'>{self._heads(tables.EVENT)}<tbody>"
        for _row, event in self._m.rows(progress):
            if not tables.is_told(event):
                continue
            shown += 1
            if shown > MOST_EVENTS:
                yield f"<tr><td colspan='5'>{escape(t('report.cut', most=MOST_EVENTS))}</td></tr>"
                break
            texts = tables.event_row(event, self._m.told(event), self._w)
            yield f"<tr>{''.join(map(self._cell, texts))}</tr>"
        yield "</tbody></table>"

    def _text(self, text: str) -> str:
        return escape(self._w.text(text))
