"""A conference folder becomes a Conference, or a list of what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from data.folder.model import AgendaItem, BridgePoint, Conference
from data.folder.problem import Problem
from data.importers.agenda import read_agenda
from data.importers.columns import AGENDA_VOCABULARY, POINTS_VOCABULARY, Vocabulary
from data.importers.findings import Findings
from data.importers.points import folded_codes, read_points
from data.importers.settings import Settings, read_settings
from data.importers.table import Table, demand_columns, read_table

SETTINGS = "conference.toml"
FILES = (SETTINGS, *(f"{stem}.{kind}" for stem in ("agenda", "points") for kind in ("csv", "xlsx")))
"""All that a folder is read from; of each table one of the two."""


def load(folder: Path) -> tuple[Conference | None, tuple[Problem, ...]]:
    """Read `folder`: conference.toml, agenda.csv or .xlsx, points.csv or .xlsx.

    The Conference is None exactly when a problem is an error. Never raises for what the files hold.
    """
    if (unfit := _unfit(folder)) is not None:
        return None, (unfit,)
    settings_found = Findings(SETTINGS)
    settings = _settings(folder, settings_found)
    points_table, points_found = _table(folder, "points", POINTS_VOCABULARY)
    agenda_table, agenda_found = _table(folder, "agenda", AGENDA_VOCABULARY)
    points = read_points(points_table, points_found) if points_table else ()
    items: tuple[AgendaItem, ...] = ()
    if agenda_table and settings:
        items = read_agenda(agenda_table, settings.day, folded_codes(points), agenda_found)
        _check_hard_end(items, settings, agenda_found)
    everything = (settings_found, agenda_found, points_found)
    problems = tuple(problem for found in everything for problem in found.all())
    if settings is None or any(found.failed for found in everything):
        return None, problems
    return _conference(settings, items, points), problems


def _unfit(folder: Path) -> Problem | None:
    """Why there is nothing to read at all; None where there is something."""
    params: dict[str, str | int | float] = {"folder": str(folder)}
    if not folder.exists():
        return Problem(code="missing_folder", file=folder.name, params=params)
    if not folder.is_dir():
        return Problem(code="file_for_folder", file=folder.name, params={"parent": str(folder.parent)})
    if any((folder / name).exists() for name in FILES):
        return None
    return Problem(code="no_conference", file=folder.name, params=params)


def _conference(
    settings: Settings, items: tuple[AgendaItem, ...], points: tuple[BridgePoint, ...]
) -> Conference:
    return Conference(
        title=settings.title,
        short_title=settings.short_title,
        timezone=settings.timezone,
        language=settings.language,
        start_ms=settings.day.opening_ms,
        hard_end_ms=settings.hard_end_ms,
        items=items,
        points=points,
        sources=settings.sources,
        hotline=settings.hotline,
        thresholds=settings.thresholds,
        document=settings.document,
        look=settings.look,
        speaking=settings.speaking,
        speed=settings.speed,
        speed_anchor_ms=settings.speed_anchor_ms,
        keys=settings.keys,
        backup=settings.backup,
    )


def _settings(folder: Path, findings: Findings) -> Settings | None:
    path = folder / SETTINGS
    if not path.exists():
        findings.error("missing_file", wanted=SETTINGS)
        return None
    return read_settings(path, findings)


def _table(folder: Path, stem: str, vocabulary: Vocabulary) -> tuple[Table | None, Findings]:
    """The one table called `stem`; two of them are an error, for nobody knows which is meant."""
    found = [name for name in (f"{stem}.csv", f"{stem}.xlsx") if (folder / name).exists()]
    findings = Findings(found[0] if found else f"{stem}.csv")
    if len(found) == 2:
        findings.error("both_files", other=found[1])
    elif not found and (folder / f"{stem}.docx").exists():
        findings.error("docx_not_read", found=f"{stem}.docx")
    elif not found:
        findings.error("missing_file", wanted=f"{stem}.csv")
    if findings.failed:
        return None, findings
    table = read_table(folder / found[0], vocabulary, findings)
    if table is None or not demand_columns(table, vocabulary, findings):
        return None, findings
    return table, findings


def _check_hard_end(items: Iterable[AgendaItem], settings: Settings, findings: Findings) -> None:
    if settings.hard_end_ms is None:
        return
    end_ms = settings.day.opening_ms
    for item in items:
        start_ms = end_ms if item.start_ms is None else max(end_ms, item.start_ms)
        end_ms = start_ms + item.duration_s * 1000
    if end_ms > settings.hard_end_ms:
        over = -(-(end_ms - settings.hard_end_ms) // 60_000)
        findings.warn("plan_past_hard_end", column="duration", over_min=over)
