"""The contract, kept by SQLite and by a list."""

from __future__ import annotations

import pytest
from kit.record.contract import RecordContract, seqs
from kit.record.in_memory import MemoryLog, MemoryStore

from data.record.event_log import EventLog, verify


class TestSqliteKeepsTheContract(RecordContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path):
        self.path = tmp_path / "log.db"
        self.handles = []
        yield
        for log in self.handles:
            log.close()
        assert not self.path.exists() or verify(self.path).ok

    def open_log(self, fold=seqs):
        log = EventLog.open(self.path, clock=self.clock, initial=(), fold=fold, busy_timeout_ms=20_000)
        self.handles.append(log)
        return log


class TestMemoryKeepsTheContract(RecordContract):
    @pytest.fixture(autouse=True)
    def _store(self):
        self.store = MemoryStore()

    def open_log(self, fold=seqs):
        return MemoryLog(self.store, clock=self.clock, initial=(), fold=fold)
