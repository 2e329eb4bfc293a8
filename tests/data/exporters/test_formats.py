"""Every form of file: hostile names are text in it, and its digest is of it."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path

import msgspec
from kit.days.over import asked, day_over, material
from kit.days.read_back import Page, book_of, page_of, paper_of, words_of
from kit.hostile import NAMES, poison

from data.exporters.docx_minutes import write_minutes
from data.exporters.docx_report import write_report
from data.exporters.formats import FORMATS, write
from data.exporters.ics_plan import write_ics
from data.whole_file import whole_file


def test_hostile_names_are_text_in_every_form(log: Path, tmp_path: Path) -> None:
    names = (*NAMES, "<script>alert(1)</script>", "]]>&amp;\"'><w:p/>", "a;b,c\\d", "_x0041_")
    conference = day_over(log, tuple(name.replace("\ud800", "?") for name in names))
    for name in names:
        bad = msgspec.structs.replace(poison(conference, name), timezone="Asia/Ho_Chi_Minh")
        found = material(log, bad)
        assert Page(page_of(found)).tags.count("script") == 1
        for paper in (write_report, write_minutes):
            said = words_of(paper_of(paper, found))
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said)
        book_of(found)
        out = io.BytesIO()
        write_ics(found, out)
        lines = out.getvalue().decode().split("\r\n")
        assert all(len(line.encode()) <= 75 for line in lines)
        assert all(re.match(r"[A-Z-]+[:;]| ", line) for line in lines[:-1])


def test_the_digest_is_of_the_file(log: Path, tmp_path: Path) -> None:
    conference = day_over(log)
    for form in FORMATS:
        with whole_file(tmp_path / form) as draft:
            write(asked(form, log, conference), draft)
        assert draft.sha256 == hashlib.sha256((tmp_path / form).read_bytes()).hexdigest()
