"""Any platform that lists its calls as JSON or XML over HTTP, told by conference.toml where to look.

Settings of the source: `url` (with its query), `format` ("json" or "xml"), `rows` (where the list
is; the document itself when left out), `ok` (what must be true of a good answer), `username`,
`header` (the name of the header that carries the token), `per_minute`, `ca_file`, and those of
`FieldMap`. Secrets: `password`, or `token`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from yarl import URL

from adapters.errors import BadPayload, RateLimited
from adapters.listed.field_map import MAPPABLE, FieldMap, compiled
from adapters.settings import Settings
from adapters.transport.documents import read_json, read_xml
from adapters.transport.off_loop import off_loop
from adapters.transport.request_budget import RequestBudget
from adapters.transport.restart import RestartWatch
from data.folder.model import Source
from data.health.reading import Participant, Snapshot

FORMATS = {"json": ("application/json", read_json), "xml": ("application/xml", read_xml)}
ANYTHING = 600
LEAST_PER_MINUTE = 10


class GenericHttpAdapter:
    """One list of calls, one request a poll. See `adapters.base.Adapter`.

    Raises ProblemError when made of settings that cannot be used.
    """

    mappable = MAPPABLE
    proved_on = "made-up lists"

    def __init__(self, source: Source, real_ns: Callable[[], int]) -> None:
        self._source = source
        self._real_ns = real_ns
        self._settings = settings = Settings(source)
        accept, self._document = FORMATS[settings.choice("format", *FORMATS)]
        self._username = settings.text("username")
        self._header = settings.text("header", "Authorization")
        self._http = settings.client(accept=accept)
        self._query = dict(URL(source.url).query)
        self._rows = compiled(settings, "rows", settings.text("rows", "@"))
        self._ok = compiled(settings, "ok", settings.text("ok", "`true`"))
        self._fields = FieldMap(settings)
        self.capabilities = self._fields.capabilities
        self.per_minute = settings.number("per_minute", ANYTHING, least=LEAST_PER_MINUTE)
        self._budget = RequestBudget(real_ns, self.per_minute)
        self._restart = RestartWatch()

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """The whole list; `focus` changes nothing, for the list is all there is."""
        started_ns = self._real_ns()
        await self._open()
        if (wait_s := self._budget.take()) > 0:
            raise RateLimited("own request budget spent", retry_after_s=wait_s)
        found = await off_loop(self.parse, await self._http.get("", self._query))
        self._restart.check(found, started_ns)
        return Snapshot(
            source=self._source.name,
            observed_ns=started_ns,
            participants=tuple(found),
            poll_ms=(self._real_ns() - started_ns) / 1e6,
        )

    def parse(self, payload: bytes) -> list[Participant]:
        """The participants of one answer. Raises BadPayload."""
        document = self._document(payload)
        if self._ok(document) is not True:
            raise BadPayload("the answer says that it is none")
        return read_rows(self._rows(document), self._fields)

    async def aclose(self) -> None:
        """Close the session. Safe to call twice."""
        await self._http.aclose()

    async def _open(self) -> None:
        if self._http.is_open:
            return
        token = self._settings.secret("token")
        bearer = f"Bearer {token}" if self._header == "Authorization" else token
        headers = {self._header: bearer} if token else {}
        await self._http.open(self._username, self._settings.secret("password"), headers)


def read_rows(rows: Any, fields: FieldMap) -> list[Participant]:
    """Participants of a list. Raises BadPayload when there is no list, or none in it has a name."""
    if isinstance(rows, dict):  # one element of XML does not look like a list
        rows = [rows]
    if not isinstance(rows, list):
        raise BadPayload("no list where the rows should be")
    found = fields.participants(rows)
    if rows and not found:
        raise BadPayload("no row has a name")
    return found
