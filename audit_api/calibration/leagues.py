"""Which league a branch is in, and finding what belongs to one."""

from typing import Any

from msgspec.structs import asdict

from audit_api.documents import Branch, League

LATEST = [("as_of", -1), ("made_at", -1)]
"""Order of a league's snapshots: one of a past day that was made later does not come first."""


def in_league(league: League) -> dict[str, Any]:
    """A filter on documents that carry their league."""
    return {f"league.{name}": value for name, value in asdict(league).items()}


def league_of(branch: Branch, checklist: str) -> League:
    return League(programme_id=branch.programme_id, checklist=checklist, tier=branch.tier, audience=branch.audience)
