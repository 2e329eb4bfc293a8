"""One event of the record in full: every field has a name in words, and none is left out."""

from __future__ import annotations

import msgspec
import pytest

from console.screens.log.body_words import body_lines, field_name
from console.text.sentences import translator
from data import events as ev
from data.clock import Moment
from data.events import Event, encode_body
from data.folder.model import AgendaItem, ItemKind, Thresholds
from data.health.quality import FIGURES

ZONE = "Asia/Ho_Chi_Minh"
NAMES = {field.encode_name for body in ev.KINDS.values() for field in msgspec.structs.fields(body)}
LABEL_CELLS = 13


def told(body: ev.Body, raw: str = "", language: str = "vi") -> dict[str, str]:
    """Names and values as the card shows them."""
    event = Event(
        seq=1, at=Moment(0, 0, "b"), actor="a", console="c", kind=type(body).__name__, v=1,
        item=None, point=None, body=body, raw=raw or encode_body(body),
    )  # fmt: skip
    return dict(body_lines(event, ZONE, translator(language)))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_field_of_the_record_has_a_name_in_words(language: str) -> None:
    t = translator(language)
    assert len(NAMES) > 70
    nameless = [name for name in sorted(NAMES) if not t.has(f"record.body.{name}")]
    assert nameless == [], "give them one in record_fields.po, vi and en"
    assert all(len(field_name(name, t)) <= LABEL_CELLS for name in NAMES), "they stand in a column"


def test_codes_lengths_and_moments_are_told_in_words() -> None:
    ill = told(
        ev.HealthChanged(was="ok", now="down", reason="loss", source="pexip", values={"loss_pct": 12.0})
    )
    assert ill["trước là"] == "tốt" and ill["nay là"] == "mất kết nối"
    assert ill["số đo"] == "loss_pct 12,0 %", "a figure that has no word keeps its name and gets its unit"
    opened = ev.IncidentOpened(id="i1", scope="province", subject="T96", severity="P2", reason="group")
    assert told(opened)["phạm vi"] == "cả tỉnh"
    run = told(ev.ItemEnded(elapsed_ms=622_000, held_ms=0, planned_s=600, extended_s=0))
    assert run["đã chạy"] == "10:22  (622.000 ms)" and run["kế hoạch"] == "10:00"
    assert told(ev.PointJoined(name="x", source="s", ref="r", rejoin=True))["vào lại"] == "có"
    assert told(ev.ConferenceOpened(planned_start_ms=0))["giờ đã định"] == "01/01/1970 08:00:00"


def test_what_people_wrote_stays_as_they_wrote_it() -> None:
    """Words of a person are no code, also where they look like the name of a sentence."""
    assert (
        told(ev.ChangeUndone(undone="x", undone_seq=1, reason="Phòng mất điện"))["lý do"] == "Phòng mất điện"
    )
    assert told(ev.NoteAdded(text="panel.log"))["nội dung"] == "panel.log"


def test_a_field_of_a_newer_version_keeps_its_own_name() -> None:
    assert (
        told(ev.NoteAdded(text="a"), raw='{"text":"a","mood":["x",{"deep":1}]}')["mood"] == "[2] x; deep: 1"
    )


def test_a_body_that_cannot_be_read_has_no_fields() -> None:
    assert told(ev.NoteAdded(text="a"), raw="{") == {}


def test_figures_are_rounded_and_have_their_unit_and_a_name() -> None:
    ill = ev.HealthChanged(
        was="ok", now="degraded", reason="loss", source="pexip",
        values={"audio_loss_pct": 0.1240000001, "video_loss_pct": 12.32, "jitter_ms": 9.75, "quality": 4},
        thresholds={"loss_degraded_pct": 3.0, "jitter_degraded_ms": 1040.0, "hold_off_s": 25.0},
    )  # fmt: skip
    assert told(ill)["số đo"] == "mất tiếng 0,1 %, mất hình 12,3 %, rung 10 ms, chất lượng 4"
    assert told(ill)["ngưỡng"] == "mất gói là kém từ 3,0 %, rung là kém từ 1.040 ms, chờ ở nơi khác 25 s"
    assert any("sound lost 0.1 %" in value for value in told(ill, language="en").values())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_all_that_is_measured_and_every_threshold_has_a_name(language: str) -> None:
    t = translator(language)
    names = [*FIGURES, "residual_pct", "quality", *Thresholds.__struct_fields__]
    assert [name for name in names if field_name(name, t) == name] == []


def test_levels_and_fields_of_an_item_are_told_in_words() -> None:
    item = AgendaItem(cue="4.2b", title="Tham luận", kind=ItemKind.PRESENTATION, duration_s=480)
    inserted = told(ev.ItemInserted(new=item, after="4.2"))["mục mới"]
    assert "08:00" in inserted and "duration_s" not in inserted and "presentation" not in inserted
    roster = told(ev.RosterAdopted(count=767, levels={"central": 1, "provincial": 63}, digest=""))
    assert roster["theo cấp"].lower().count("tỉnh") == 1 and ": 63" in roster["theo cấp"]
