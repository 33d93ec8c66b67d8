"""What a file about a league says of it."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from audit_api.documents import League
from audit_api.documents.exports import LeagueFilters
from audit_api.exporting.reading import Names, Reading


def league_wanted(content: LeagueFilters) -> League:
    return League(
        programme_id=content.programme, checklist=content.checklist, tier=content.tier, audience=content.audience
    )


def filter_lines(reading: Reading, names: Names, content: LeagueFilters) -> Iterator[tuple[str, str]]:
    codes = reading.words.codes
    yield reading.filtered("programme", names.programmes.get(content.programme, str(content.programme)))
    yield reading.filtered("checklist", content.checklist)
    yield reading.filtered("tier", codes[f"tier.{content.tier}"])
    yield reading.filtered("audience", codes[f"audience.{content.audience}"])
    yield reading.filtered("region", names.region(content.region))


def snapshot_lines_of(reading: Reading, snapshot: UUID | None, as_of: datetime | None) -> Iterator[tuple[str, str]]:
    about = reading.words.about
    yield about["snapshot"], str(snapshot) if snapshot else about["no_snapshot"]
    if as_of is not None:
        yield about["as_of"], f"{as_of:%Y-%m-%d}"
