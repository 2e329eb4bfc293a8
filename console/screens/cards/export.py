"""Ctrl+E on F5: the record and papers about the day as files. The console goes on meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from console.exporting import Outcome, export_in_process, place_for
from console.keys.quiet_key import QuietKey
from console.screens.cards.card import Card
from console.seat import Seat
from console.text.problems import os_error_reason
from console.text.sentences import Text
from data.exporters.formats import FORMATS, UNALTERED
from data.instants import utc_datetime
from data.text import clean
from widgets.choice_card import STAY, Choice, ChoiceCard, Option
from widgets.glyphs import GlyphSet
from widgets.line import Piece
from widgets.tone import Tone

_WIDE = 70
"""Cells of a line of the card."""


class ExportCard(Card[None]):
    """A format with the arrows, F8 writes it into the folder `exports`; then its SHA-256 is shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "do", show=False, priority=True),
        Binding("left,right", "contacts", show=False, priority=True),
    ]

    def __init__(self, session: Seat, t: Text, glyphs: GlyphSet) -> None:
        super().__init__()
        self._session = session
        self._t = t
        self._glyphs = glyphs
        self._key = QuietKey(session.clock.real_ns, session.conference.thresholds.quiet_time_ms)
        self._contacts = True
        self._writing = ""
        self._told: tuple[tuple[Piece, ...], ...] = ()

    def compose(self) -> ComposeResult:
        """The card; its first option is to stay."""
        with Vertical():
            yield ChoiceCard(self._choice(), glyphs=self._glyphs, dense=self.is_small)

    def on_mount(self) -> None:
        """The card has the keys."""
        self.query_one(ChoiceCard).focus()

    def _choice(self) -> Choice:
        t = self._t
        with_people = t("report.card.contacts" if self._contacts else "report.card.no_contacts")
        told = self._told or ((Piece(t("report.card.where"), Tone.DIM),),)
        return Choice(
            heading=t("report.card.title"),
            lines=((Piece(with_people),), *told),
            options=(
                Option(STAY, t("report.card.stay")),
                *(Option(form, t(f"report.card.{form}")) for form in FORMATS),
            ),
            hint=t("report.card.keys"),
        )

    def _show(self, *told: tuple[str, Tone]) -> None:
        self._told = tuple((Piece(clean(text, _WIDE), tone),) for text, tone in told) or self._told
        if self.is_attached:
            self.query_one(ChoiceCard).show(self._choice())

    def action_contacts(self) -> None:
        """With or without people to call."""
        self._contacts = not self._contacts
        self._show()

    def action_do(self) -> None:
        """F8: write the format under the mark, one at a time."""
        form = self.query_one(ChoiceCard).chosen
        if form == STAY:
            self._key.press()
            self.answer("card.unmoved")
        elif not self.heeds(self._key):
            return
        elif self._writing:
            self.app.bell()
            self.answer("report.card.writing", name=self._writing)
        elif form in UNALTERED and not self._contacts:
            self._show((self._t("report.card.unaltered"), Tone.ASK))
        else:
            self._begin(form)

    def _begin(self, form: str) -> None:
        session = self._session
        now = utc_datetime(session.clock.now().utc_ms)
        stamp = now.astimezone(ZoneInfo(session.conference.timezone))
        output = place_for(form, session.folder.path, stamp, self._t)
        self._writing = output.name
        self._show((self._t("report.card.writing", name=output.name), Tone.PLAIN))
        session.spawn("export", self._export(form, output))

    async def _export(self, form: str, output: Path) -> None:
        session = self._session
        try:
            outcome = await export_in_process(
                form,
                session.folder.log_path,
                output,
                contacts=self._contacts,
                actor=session.desk.identity.actor,
                language=self._t.language,
            )
        except OSError as error:
            outcome = Outcome(why=os_error_reason(error, self._t))
        self._writing = ""
        if outcome.sha256:
            said = self._t("report.card.written", name=output.name)
            self._show(
                (said, Tone.GO),
                (f"SHA-256 {outcome.sha256[:32]}", Tone.PLAIN),
                (f"        {outcome.sha256[32:]}", Tone.PLAIN),
            )
        else:
            self._show((self._t("report.card.failed", why=outcome.why), Tone.STOP))
