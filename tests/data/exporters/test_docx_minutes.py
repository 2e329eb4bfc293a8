"""The minutes: who was there, what happened, who signs."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import msgspec
from kit.conference import START_MS, point
from kit.days.over import day_over, material
from kit.days.read_back import paper_of, words_of

from data.exporters.docx_minutes import write_minutes
from data.exporters.docx_report import write_report
from data.folder.model import DISTRICT


def test_the_minutes_tell_who_was_there_what_happened_and_who_signs(log: Path) -> None:
    conference = day_over(log)
    people = {"chair": "Người Chủ Trì", "secretary": "Người Thư Ký", "venue": "Hội trường B2"}
    named = msgspec.structs.replace(conference.document, **people)
    found = material(log, msgspec.structs.replace(conference, document=named))
    said = words_of(paper_of(write_minutes, found))
    for part in (
        *("BIÊN BẢN", "14 giờ 00 phút", "- Điểm T1D1 (không kết nối)", "Người Chủ Trì"),
        *("14 giờ 00 phút: Mục 1. Mục 1. Thực hiện: Người A, Tòa X. Điểm cầu trình bày: Điểm T1.", "THƯ KÝ"),
        *(
            "Kết thúc lúc 14 giờ 12 phút (12,0 phút; kế hoạch 10,0 phút). Lý do vượt thời gian: hỏi đáp.",
            "ghi chú",
        ),
        "Hội nghị kết thúc vào 14 giờ 20 phút, ngày 16 tháng 6 năm 2024.",
        f"{found.head.seq}:{found.head.hash.hex()}./.",
        "Địa điểm: Hội trường B2 và các điểm cầu.",
    ):
        assert part in said


def test_the_minutes_name_the_head_that_was_signed_and_show_it_as_a_code(log: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from data.exporters.head_code import head_png
    from data.record.signed_head import append_head, heads_path, signed_head
    from data.record.signing_key import SigningKey

    found = material(log, day_over(log))
    assert "Ed25519" not in words_of(paper_of(write_minutes, found))
    key = SigningKey(Ed25519PrivateKey.generate())
    append_head(heads_path(log), signed_head(key, found.head, START_MS))
    said = words_of(paper_of(write_minutes, found))
    assert key.id in said and "(Ed25519) lúc 14 giờ 00 phút" in said
    out = io.BytesIO()
    write_minutes(found, out)
    with zipfile.ZipFile(out) as package:
        assert package.read("word/media/picture.png") == head_png(found.head)
        assert "media/picture.png" in package.read("word/_rels/document.xml.rels").decode()
    write_report(found, out := io.BytesIO())
    with zipfile.ZipFile(out) as package:
        assert "picture" not in package.read("word/_rels/document.xml.rels").decode()


def test_every_absent_point_is_named_in_full_in_the_minutes(log: Path) -> None:
    names = [f"Tòa án nhân dân huyện có cái tên thật dài thứ {n}" for n in range(60)]
    conference = day_over(log)
    absent = tuple(
        msgspec.structs.replace(point(f"H{n}", DISTRICT), name=name) for n, name in enumerate(names)
    )
    more = msgspec.structs.replace(conference, points=(*conference.points, *absent))
    told = words_of(paper_of(write_minutes, material(log, more)))
    assert [name for name in names if name not in told] == []
