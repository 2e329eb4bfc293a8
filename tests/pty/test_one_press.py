"""One press of F8, one advance; and what F8 asks before it goes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from kit.record.rows import kinds, log_rows, put_on_air, started, wait_log
from kit.screens.console_process import DOWN, ESC, F7, F8, confirm, hold_down, let_go, running
from kit.small_conference import conference

pytestmark = pytest.mark.pty


def test_a_held_key_acts_once_and_again_after_it_was_let_go(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c", "123456")
    put_on_air(folder)
    with running(folder) as program:
        assert hold_down(program, F8, 5) > 100
        time.sleep(1)
        assert started(folder) == ["1", "2"]

        program.send(F8)
        wait_log(folder, lambda log: log[-1].item == "3")

        assert hold_down(program, F7, 2) > 40
        time.sleep(1)
        assert kinds(log_rows(folder)[-2:]) == ["ItemStarted", "ItemHeld"]

        program.send(F7)
        wait_log(folder, lambda log: log[-1].kind == "ItemResumed")
        assert started(folder) == ["1", "2", "3"]


def test_a_program_that_was_stopped_does_not_take_the_waiting_repeats_for_presses(tmp_path: Path) -> None:
    import signal

    folder = conference(tmp_path / "c", "123456")
    put_on_air(folder)
    with running(folder) as program:
        hold_down(program, F8, 0.5)
        program.signal(signal.SIGSTOP)
        hold_down(program, F8, 1.5)
        program.signal(signal.SIGCONT)
        hold_down(program, F8, 0.5)
        time.sleep(1)
        assert started(folder) == ["1", "2"]


def test_opening_protocol_and_end_ask_and_the_end_is_the_end(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c", ["1", {"cue": "2", "priority": "protocol"}, "3"])
    with running(folder) as program:
        before = log_rows(folder)
        program.send(F8)
        program.wait_for("KHAI MẠC HỘI NGHỊ?")
        let_go()
        program.send(F8)  # on "stay"
        program.wait_for("CHƯA KHAI MẠC: ↓ chọn rồi F8")
        let_go()
        program.send(ESC)
        program.wait_until(lambda text: "KHAI MẠC HỘI NGHỊ?" not in text)
        let_go()
        assert log_rows(folder) == before

        for card, cue in (("KHAI MẠC HỘI NGHỊ?", "1"), ("2 là mục nghi lễ", "2")):
            program.send(F8)
            program.wait_for(card)
            assert started(folder)[-1:] != [cue]
            confirm(program)
            wait_log(folder, lambda log, cue=cue: log[-1].item == cue)
            let_go()
        program.send(F8)  # an ordinary item
        wait_log(folder, lambda log: log[-1].item == "3")

        let_go()
        program.send(F8)
        program.wait_for("KẾT THÚC HỘI NGHỊ?")
        let_go()
        program.send(ESC)
        program.wait_until(lambda text: "KẾT THÚC HỘI NGHỊ?" not in text)
        assert "ended" not in [row.body.get("to") for row in log_rows(folder)]
        program.send(F8)
        program.wait_for("KẾT THÚC HỘI NGHỊ?")
        confirm(program)
        program.wait_for("đã kết thúc, F8 không làm gì")
        ended = wait_log(folder, lambda log: log[-1].body.get("to") == "ended")

        for _ in range(2):
            let_go()
            program.send(F8)
        let_go()
        program.send(DOWN)
        let_go()
        assert log_rows(folder) == ended
        assert started(folder) == ["1", "2", "3"]


def test_a_young_item_asks(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c", young_item_s=30, young_item_pct=25)
    put_on_air(folder)
    with running(folder) as program:
        program.send(F8)
        program.wait_for("1 mới lên sóng")
        assert started(folder) == ["1"]
        confirm(program)
        wait_log(folder, lambda log: log[-1].item == "2")
