"""`[[source]]` of conference.toml. Secrets may only be named, never written."""

from __future__ import annotations

import math
import re
from typing import Any

from data.folder.model import Source
from data.importers.findings import Findings
from data.text import clean, fold

_SECRET = re.compile(
    r"pass(word|wd|phrase)?$|secret|token|api_?key|private_?key|credential|^pin$|_pin$|mat_?khau|^key$|^auth"
)
_USERINFO = re.compile(r"^[a-z][a-z0-9+.-]*://[^/?#]*@", re.IGNORECASE)
_ENV_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OWN = ("name", "kind", "url", "interval", "timeout")


def read_sources(tables: object, findings: Findings) -> tuple[Source, ...]:
    """Every source that could be read. What its `kind` means is for the adapters to say."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        findings.error("bad_value", column="source", key="source", value=str(tables))
        return ()
    found = [_source(table, number, findings) for number, table in enumerate(tables, 1)]
    seen: set[str] = set()
    for source in found:
        if source.name and fold(source.name) in seen:
            findings.error("duplicate_source", column="name", name=source.name)
        seen.add(fold(source.name))
    return tuple(found)


def _source(table: dict[str, Any], number: int, findings: Findings) -> Source:
    name, kind, url = (_own_text(table, key, findings) for key in ("name", "kind", "url"))
    for key, value in (("name", name), ("kind", kind)):
        if not value:
            findings.error("source_without", column=key, key=key, number=number)
    if _USERINFO.match(url):
        findings.error("secret_in_url", column="url", source=name)
        url = ""
    secrets: dict[str, str] = {}
    settings: dict[str, str | int | float | bool] = {}
    for key, value in table.items():
        if key in _OWN:
            continue
        if isinstance(value, dict):
            _secret(name, key, value, secrets, findings)
        elif _SECRET.search(fold(key)):
            # The value is not repeated anywhere.
            example = f'{key} = {{ env = "{re.sub("[^A-Z0-9_]", "_", f"{name}_{key}".upper())}" }}'
            findings.error("plain_secret", column=key, source=name, key=key, example=example)
        elif isinstance(value, str):
            settings[key] = clean(value, 2000)
        elif isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
            settings[key] = value
        else:
            findings.error("bad_value", column=key, key=key, value=str(value))
    return Source(
        name=name,
        kind=kind,
        url=url,
        interval_s=_positive(table, "interval", Source(name="", kind="").interval_s, findings),
        timeout_s=_positive(table, "timeout", Source(name="", kind="").timeout_s, findings),
        secrets=secrets,
        settings=settings,
    )


def _secret(name: str, key: str, value: dict[str, Any], secrets: dict[str, str], findings: Findings) -> None:
    variable = value.get("env")
    if len(value) == 1 and isinstance(variable, str) and _ENV_NAME.fullmatch(variable):
        secrets[key] = variable
    else:
        findings.error("bad_env_name", column=key, source=name, key=key)


def _own_text(table: dict[str, Any], key: str, findings: Findings) -> str:
    value = table.get(key, "")
    if isinstance(value, str):
        return clean(value.strip(), 2000 if key == "url" else 60)
    findings.error("bad_value", column=key, key=key, value=str(value))
    return ""


def _positive(table: dict[str, Any], key: str, default: float, findings: Findings) -> float:
    """Seconds, more than 0 and at most an hour."""
    value = table.get(key, default)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 3600:
        return float(value)
    findings.error("bad_value", column=key, key=key, value=str(value))
    return default
