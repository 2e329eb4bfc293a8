"""Ctrl+E on F5: a format, F8, and the file is there with its digest; keys work meanwhile."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from kit.desks.playing import playing

from console.screens.cards.export import ExportCard
from data.record.event_log import verify


def files(folder: Path) -> list[Path]:
    """What stands there under its name; a draft under way is hidden."""
    return sorted((folder / "exports").glob("[!.]*")) if (folder / "exports").exists() else []


async def test_f8_writes_the_format_under_the_mark_and_shows_its_digest(tmp_path: Path) -> None:
    async with playing(tmp_path / "hn") as desk:
        await desk.press("f5", "ctrl+e")
        assert isinstance(desk.app.screen, ExportCard)
        assert "XUẤT TỆP" in desk.text and "Kèm đầu mối" in desk.text
        await desk.press("down", "down", "f8")
        await desk.until(lambda: bool(files(tmp_path / "hn")))
        (path,) = files(tmp_path / "hn")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        await desk.until(lambda: digest[:32] in desk.text)
        assert digest[32:] in desk.text and path.name in desk.text
        assert path.name.startswith("nhat-ky-") and path.suffix == ".ndjson"
        first = json.loads(path.read_bytes().splitlines()[0])
        assert first["seq"] == 1
        (exported,) = [event for event in await desk.events() if event.kind == "Exported"]
        assert (exported.body.sha256, exported.actor) == (digest, "op1")
        assert verify(tmp_path / "hn" / "log.db").ok
        await desk.press("escape")
        assert not isinstance(desk.app.screen, ExportCard)


async def test_contacts_can_be_left_out_but_not_of_the_chain(tmp_path: Path) -> None:
    async with playing(tmp_path / "hn") as desk:
        await desk.press("f5", "ctrl+e", "right")
        assert "KHÔNG kèm" in desk.text
        await desk.press("down", "down", "f8")
        assert "từng byte" in desk.text and files(tmp_path / "hn") == []
        await desk.press("down", "f8")
        await desk.until(lambda: "SHA-256" in desk.text)
        assert [path.suffix for path in files(tmp_path / "hn")] == [".xlsx"]


@pytest.mark.parametrize("keys", [("f8",), ("enter",), ("down", "enter"), ("escape",)])
async def test_nothing_is_written_unless_a_format_is_chosen_and_f8_pressed(
    tmp_path: Path, keys: tuple[str, ...]
) -> None:
    async with playing(tmp_path / "hn") as desk:
        before = len(await desk.events())
        await desk.press("f5", "ctrl+e", *keys)
        assert files(tmp_path / "hn") == [] and len(await desk.events()) == before


async def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    async with playing(tmp_path / "hn") as desk:
        (tmp_path / "hn" / "exports").write_text("a file in the way")
        await desk.press("f5", "ctrl+e", "down", "f8")
        await desk.until(lambda: "Không ghi được" in desk.text)


async def test_elsewhere_the_key_says_where_it_acts(tmp_path: Path) -> None:
    async with playing(tmp_path / "hn") as desk:
        await desk.press("ctrl+e")
        assert not isinstance(desk.app.screen, ExportCard)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_every_format_is_on_the_card_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path / "hn", size=size) as desk:
        await desk.press("f5", "ctrl+e")
        for form in ("csv", "ndjson", "xlsx", "html", "ics", "báo cáo kỹ thuật", "biên bản", "Esc đóng"):
            assert form in desk.text
