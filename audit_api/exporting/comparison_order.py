"""Which branches of a comparison are in a file, and in which order: as the page finds and sorts them."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence

from pymongo.collation import Collation

from audit_api.documents import ComparedBranch
from audit_api.documents.exports import ComparisonSort, ComparisonTable, ExportLanguage
from audit_api.exporting.reading import Rows

GROUP_APART = 1000
"""More than a headline can differ: the members of a group stay together."""
RANK_APART = 1_000_000

_VALUES: dict[ComparisonSort, Callable[[ComparedBranch], float]] = {
    "headline": lambda one: _headline(one) - GROUP_APART * _standing(one)[2],
    "percent": lambda one: -1 if one.score_pct is None else one.score_pct,
    "rank": lambda one: _standing(one)[0] * RANK_APART + _standing(one)[1],
    "audits": lambda one: one.audits,
}


def wanted_in_order(
    branches: Sequence[ComparedBranch], content: ComparisonTable, language: ExportLanguage, database: Rows
) -> list[ComparedBranch]:
    found = [one for one in branches if folded(content.search.strip()) in folded(one.branch_name)]
    names = name_places({one.branch_name for one in found}, language, database)
    by_name = sorted(found, key=lambda one: names[one.branch_name])
    placed = [one for one in by_name if is_placed(one)]
    others = [one for one in by_name if not is_placed(one)]
    if content.sort == "name":
        return [*sorted(placed, key=lambda one: names[one.branch_name], reverse=content.descending), *others]
    value = _VALUES[content.sort or "headline"]
    sign = -1 if content.descending or content.sort is None else 1
    return [*sorted(placed, key=lambda one: sign * value(one)), *others]


def is_placed(branch: ComparedBranch) -> bool:
    return branch.place is not None and branch.headline is not None and branch.headline.published


def folded(text: str) -> str:
    """A text for comparing: without case and accents, so that `siauliai` finds `Šiauliai`."""
    plain = "".join(char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char)[0] != "M")
    return plain.lower().replace("\N{LATIN SMALL LETTER DOTLESS I}", "i")


def name_places(names: Iterable[str], language: ExportLanguage, database: Rows) -> dict[str, int]:
    """In the order of a reader of the language, numbers by their value. The database has the rules of all of them."""
    listed = [{"name": name} for name in sorted(names)]
    if not listed:
        return {}
    collation = Collation(locale=language, numericOrdering=True)
    rows = database.aggregate([{"$documents": listed}, {"$sort": {"name": 1}}], collation=collation)
    return {row["name"]: n for n, row in enumerate(rows)}


def _headline(branch: ComparedBranch) -> float:
    return branch.headline.headline if branch.headline else 0.0


def _standing(branch: ComparedBranch) -> tuple[int, int, int]:
    standing = branch.place.standing if branch.place else None
    return (standing.best, standing.worst, standing.group) if standing else (0, 0, 0)
