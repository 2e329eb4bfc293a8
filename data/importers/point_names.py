"""What a programme calls the bridge points of a roster, where one word means one point only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from data.folder.model import CENTRAL, DISTRICT
from data.importers.adopted import bare, district, names_to_codes
from data.importers.points import LEVEL_WORDS
from data.text import fold

_CENTRAL_WORDS = ("trung tâm", "điểm cầu trung tâm", "trung ương", "điểm cầu trung ương", "hội trường")


def point_names(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Codes by folded bare name, as `names_to_codes`; also the one central point by what programmes call it,
    and a district court without its kind ("Yên Thành") and before its province ("Yên Thành, Nghệ An").
    """
    roster = [dict(row) for row in rows if row.get("code")]
    more: list[tuple[str, str]] = []
    central = [row["code"] for row in roster if _level(row) == CENTRAL]
    if len(central) == 1:
        more += [(bare(word), central[0]) for word in _CENTRAL_WORDS]
    above = {row["code"]: bare(row.get("name", "")) for row in roster}
    for row in roster:
        if _level(row) != DISTRICT:
            continue
        own, full = district(row.get("name", "")), bare(row.get("name", ""))
        province = above.get(row.get("parent", ""), "")
        forms = {own, *(f"{name}, {province}" for name in (own, full) if province)}
        more += [(form, row["code"]) for form in forms if form]
    owners = Counter(word for word, _ in dict.fromkeys(more))
    # A province's own name is never its district's.
    return {word: code for word, code in more if owners[word] == 1} | names_to_codes(roster)


def _level(row: Mapping[str, str]) -> str:
    written = row.get("level", "")
    return LEVEL_WORDS.get(fold(written), written)
