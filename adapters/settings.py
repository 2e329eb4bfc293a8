"""What an adapter reads from its `[[source]]`, and the problems it may find there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from adapters.errors import Refused
from data.folder.model import Source
from data.folder.problem import Problem, ProblemError

if TYPE_CHECKING:
    from adapters.transport.http import HttpClient


class Settings:
    """The settings of one source. Every reader raises ProblemError (params name, setting).

    `source_setting_missing`: required and not there; `source_setting_bad`: of the wrong type or
    sense, with `why` where there is a word on it.
    """

    def __init__(self, source: Source) -> None:
        self._source = source

    def text(self, setting: str, default: str = "", *, required: bool = False) -> str:
        """A string; `default` when it is left out."""
        value = self._source.settings.get(setting, default)
        if not isinstance(value, str):
            raise self.bad(setting)
        if required and not value:
            raise self.missing(setting)
        return value

    def number(self, setting: str, default: int, *, least: int = 0) -> int:
        """A whole number, `least` or more."""
        value = self._source.settings.get(setting, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self.bad(setting)
        return value

    def choice(self, setting: str, *choices: str) -> str:
        """One of `choices`; the first when it is left out."""
        value = self.text(setting, choices[0])
        if value not in choices:
            raise self.bad(setting, ", ".join(choices))
        return value

    def client(self, setting: str = "url", accept: str = "application/json") -> HttpClient:
        """The HTTP client of the source's `url`, or of the URL in another setting."""
        url = self._source.url if setting == "url" else self.text(setting)
        if not url:
            raise self.missing(setting)
        return self.client_of(url, setting, self._source.timeout_s, accept)

    def client_of(
        self, url: str, setting: str, timeout_s: float, accept: str = "application/json"
    ) -> HttpClient:
        """The HTTP client of a URL that `setting` holds."""
        from adapters.transport.http import HttpClient

        if not url.startswith(("https://", "http://")):
            raise self.bad(setting)
        try:
            return HttpClient(url, timeout_s=timeout_s, ca_file=self.text("ca_file"), accept=accept)
        except ValueError:
            raise self.bad(setting) from None

    def secret(self, setting: str) -> str:
        """The secret named by `setting`, "" when none is. Raises Refused ("secret_unset")."""
        variable = self._source.secrets.get(setting)
        if variable is None:
            return ""
        if variable not in os.environ:
            raise Refused(variable, code="secret_unset")
        return os.environ[variable]

    def lacks(self, package: str) -> ProblemError:
        """The problem of a package that this kind of source needs and that is not installed."""
        params: dict[str, str | int | float] = {"name": self._source.name, "package": package}
        return ProblemError(Problem(code="source_package_missing", params=params))

    def missing(self, setting: str) -> ProblemError:
        """The problem of a setting that is not there."""
        params: dict[str, str | int | float] = {"name": self._source.name, "setting": setting}
        return ProblemError(Problem(code="source_setting_missing", params=params))

    def bad(self, setting: str, why: str = "") -> ProblemError:
        """The problem of a setting that cannot be used."""
        params: dict[str, str | int | float] = {"name": self._source.name, "setting": setting}
        code = "source_setting_bad"
        if why:
            code, params = f"{code}.why", {**params, "why": why}
        return ProblemError(Problem(code=code, params=params))
