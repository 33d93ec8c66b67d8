"""Finding what belongs to a league."""

from typing import Any

from msgspec.structs import asdict

from audit_api.documents import League


def in_league(league: League) -> dict[str, Any]:
    """A filter on documents that carry their league."""
    return {f"league.{name}": value for name, value in asdict(league).items()}
