"""A word-processor file (OOXML), as far as official papers of fixed layout need one.

A4; margins top and bottom 20 mm, left 30 mm, right 15 mm; Times New Roman, body 14 pt justified with
the first line 10 mm in and 6 pt after; the page number stands centred in the top margin from page 2
on. Lengths are twentieths of a point (dxa), sizes half points, as the format counts them.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import BinaryIO
from xml.sax.saxutils import escape

import msgspec

from data.exporters.wording import is_figure
from data.text import clean

DXA_MM = 1440 / 25.4
PAGE = (round(210 * DXA_MM), round(297 * DXA_MM))
MARGINS = {"top": 1134, "right": 850, "bottom": 1134, "left": 1701}
"""20, 15, 20 and 30 mm."""
WIDTH = PAGE[0] - MARGINS["left"] - MARGINS["right"]
WIDTH_ACROSS = PAGE[1] - 2 * MARGINS["top"]
BODY, SMALL = 28, 22
LONGEST = 4000
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Align(StrEnum):
    """Where the lines of a paragraph stand."""

    LEFT = "left"
    CENTRE = "center"
    BOTH = "both"


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """How a paragraph looks. `rule` draws a line under it; indents (dxa) shorten that line."""

    size: int = BODY
    bold: bool = False
    italic: bool = False
    align: Align = Align.BOTH
    first_line: int = 0
    left: int = 0
    right: int = 0
    before: int = 0
    after: int = 120
    rule: bool = False
    keep_next: bool = False


BODY_TEXT = Look(first_line=567)
HEADING = Look(bold=True, align=Align.LEFT, before=120, keep_next=True)
LISTED = Look(first_line=567, after=0, align=Align.LEFT)
BODY_KEPT = Look(first_line=567, keep_next=True)
"""Stays on the page of what follows: signatures never stand alone."""
DOTS = Look(align=Align.LEFT, keep_next=True)
"""A line to write on: justified it would tear the words before it apart."""
ANNEX = Look(bold=True, align=Align.CENTRE, before=240, after=0, keep_next=True)
ANNEX_NAME = Look(bold=True, align=Align.CENTRE, after=120, keep_next=True)
CELL = Look(size=SMALL, align=Align.LEFT, after=0)
CELL_FIGURE = Look(size=SMALL, align=Align.CENTRE, after=0)
CELL_HEAD = Look(size=SMALL, bold=True, align=Align.CENTRE, after=0)


def paragraph(text: str, look: Look = BODY_TEXT) -> str:
    """A paragraph as XML. Whatever `text` is, it is one harmless line."""
    ink = "<w:b/>" * look.bold + "<w:i/>" * look.italic
    size = f'<w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/>'
    return (
        f"<w:p>{_shape(look)}<w:r><w:rPr>{ink}{size}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(clean(text, LONGEST))}</w:t></w:r></w:p>'
    )


def _shape(look: Look) -> str:
    keep = "<w:keepNext/>" * look.keep_next
    rule = (
        '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        if look.rule
        else ""
    )
    return (
        f'<w:pPr>{keep}{rule}<w:spacing w:before="{look.before}" w:after="{look.after}" w:line="240" '
        f'w:lineRule="auto"/><w:ind w:left="{look.left}" w:right="{look.right}" '
        f'w:firstLine="{look.first_line}"/><w:jc w:val="{look.align}"/>'
        f'<w:rPr><w:sz w:val="{look.size}"/></w:rPr></w:pPr>'
    )


def side_by_side(left: Sequence[str], right: Sequence[str], widths: tuple[int, int]) -> str:
    """Two columns without lines: paragraphs (as XML) of the left and of the right."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(content)}</w:tc>'
        for content, width in zip((left, right), widths, strict=True)
    )
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
    return f"<w:tbl>{_table_head(widths, lines=False)}{row}</w:tbl>"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    """A table with lines, row by row as XML; its head stands on every page."""
    yield f"<w:tbl>{_table_head(widths, lines=True)}"
    yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{_cells(heads, widths, CELL_HEAD)}</w:tr>"
    for row in rows:
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cells(row, widths)}</w:tr>"
    yield f"</w:tbl>{paragraph('', CELL)}"


def _cells(texts: Sequence[str], widths: Sequence[int], look: Look | None = None) -> str:
    return "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(text, look or _look_of(text))}</w:tc>"
        for text, width in zip(texts, widths, strict=True)
    )


_NAME = 5
"""Letters of a code that stands alone in its cell, like a cue or a point: it is set as figures are."""


def _look_of(text: str) -> Look:
    alone = len(text) <= _NAME and " " not in text
    return CELL_FIGURE if alone or is_figure(text) else CELL


def _table_head(widths: Sequence[int], *, lines: bool) -> str:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in edges)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'{f"<w:tblBorders>{borders}</w:tblBorders>" if lines else ""}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


def section(*, across: bool, last: bool) -> str:
    """The end of a part of the paper, upright or across; the `last` one ends the body itself."""
    wide, tall = (PAGE[1], PAGE[0]) if across else PAGE
    turned = ' w:orient="landscape"' if across else ""
    # Turned to the left, the top of the upright page with its margin is at the left.
    edges = {**MARGINS, "left": MARGINS["top"], "right": MARGINS["bottom"]} if across else MARGINS
    margins = " ".join(f'w:{side}="{dxa}"' for side, dxa in edges.items())
    properties = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/>'
        f'<w:pgSz w:w="{wide}" w:h="{tall}"{turned}/>'
        f'<w:pgMar {margins} w:header="567" w:footer="567" w:gutter="0"/>'
        f"{'' if across else '<w:titlePg/>'}</w:sectPr>"
    )
    return properties if last else f"<w:p><w:pPr>{properties}</w:pPr></w:p>"


def save(out: BinaryIO, title: str, body: Iterable[str], picture: bytes = b"") -> None:
    """Write the file; `body` are its paragraphs, tables and sections as XML, the last a section. `picture` is
    a PNG that `body` shows by `shown_picture`.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _PARTS.items():
            shown = text if picture or name != _RELATIONS else text.replace(_TO_PICTURE, "")
            package.writestr(_member(name), _XML + shown)
        package.writestr(_member("docProps/core.xml"), _XML + _core(title))
        if picture:
            package.writestr(_member("word/media/picture.png"), picture)
        with package.open(_member("word/document.xml"), "w") as document:
            document.write(f"{_XML}<w:document {_NAMESPACES}><w:body>".encode())
            for part in body:
                document.write(part.encode("utf-8", "replace"))
            document.write(b"</w:body></w:document>")


def shown_picture(name: str, width_mm: float) -> str:
    """The picture of the paper in a paragraph of its own, square; `name` is read where it is not seen."""
    side, drawing = round(width_mm * 36_000), "http://schemas.openxmlformats.org/drawingml/2006"
    told = escape(clean(name, 200), {'"': "&quot;"})
    return (
        '<w:p><w:pPr><w:jc w:val="left"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline xmlns:wp="{drawing}/wordprocessingDrawing"><wp:extent cx="{side}" cy="{side}"/>'
        f'<wp:docPr id="1" name="picture" descr="{told}"/><a:graphic xmlns:a="{drawing}/main">'
        f'<a:graphicData uri="{drawing}/picture"><pic:pic xmlns:pic="{drawing}/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="picture"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip r:embed="rId3"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )


def _member(name: str) -> zipfile.ZipInfo:
    """The same paper is the same bytes, whenever it is written."""
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _core(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(clean(title, 400))}</dc:title>'
        "<dc:creator>diemcau</dc:creator></cp:coreProperties>"
    )


def _run(content: str) -> str:
    return f'<w:r><w:rPr><w:sz w:val="{BODY}"/></w:rPr>{content}</w:r>'


_BEGIN, _END = (_run(f'<w:fldChar w:fldCharType="{edge}"/>') for edge in ("begin", "end"))
_PAGE_FIELD = _run('<w:instrText xml:space="preserve"> PAGE </w:instrText>')
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "word/_rels/document.xml.rels"
_TO_PICTURE = f'<Relationship Id="rId3" Type="{_OFFICE}/image" Target="media/picture.png"/>'
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
        f'<Override PartName="/word/header1.xml" ContentType="{_WORD}.header+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/'
        'metadata/core-properties" Target="docProps/core.xml"/></Relationships>'
    ),
    _RELATIONS: (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/header" Target="header1.xml"/>{_TO_PICTURE}</Relationships>'
    ),
    "word/styles.xml": (
        f"<w:styles {_NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" '
        'w:eastAsia="Times New Roman"/><w:color w:val="000000"/>'
        f'<w:sz w:val="{BODY}"/><w:szCs w:val="{BODY}"/><w:lang w:val="vi-VN"/>'
        "</w:rPr></w:rPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        "</w:styles>"
    ),
    "word/header1.xml": (
        f'<w:hdr {_NAMESPACES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
        f"{_BEGIN}{_PAGE_FIELD}{_END}</w:p></w:hdr>"
    ),
}
