"""Papers, workbooks and pages as programs read them that know nothing of ours."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from typing import BinaryIO
from xml.etree import ElementTree

import openpyxl

from data.exporters.html_page import write_html
from data.exporters.material import Material
from data.exporters.xlsx_book import write_xlsx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def book_of(found: Material) -> openpyxl.Workbook:
    out = io.BytesIO()
    write_xlsx(found, out)
    return openpyxl.load_workbook(io.BytesIO(out.getvalue()))


def document_of(data: bytes) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if not name.endswith(".png"):
                ElementTree.fromstring(package.read(name))
        return ElementTree.fromstring(package.read("word/document.xml"))


def paper_of(write_it: Callable[[Material, BinaryIO], object], found: Material) -> ElementTree.Element:
    out = io.BytesIO()
    write_it(found, out)
    return document_of(out.getvalue())


def words_of(document: ElementTree.Element) -> str:
    return "\n".join(text.text or "" for text in document.iter(f"{W}t"))


class Page(HTMLParser):
    """Tags and texts of a page; fails on what loads anything."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not {"src", "href", "onclick", "onload", "style"} & {name for name, _value in attrs}

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def page_of(found: Material) -> str:
    out = io.BytesIO()
    write_html(found, out)
    return out.getvalue().decode()
