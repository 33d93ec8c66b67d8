"""What the branches of the demo achieved: customers come back where they are treated well, revenue has other roots."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from audit_api.demo.dice import clip, dice, made_id
from audit_api.demo.network import DemoBranch, Network
from audit_api.documents import OutcomeImportDocument
from audit_api.outcomes.imports import import_outcomes
from checklists.outcomes import OutcomeKind

QUARTERS = 4
BRANCHES_MOST = 1000
"""Of a larger network the first ones, so that seeding it takes no longer."""
CLOSED_AFTER = timedelta(days=9)  # the client sends figures when the quarter's books are closed


async def import_demo_outcomes(network: Network, today: date, by: UUID) -> int:
    """A file for each of the last quarters; how many were imported now."""
    imported = 0
    for year, quarter in _quarters(today):
        import_id = made_id(network.seed, "outcomes", year, quarter)
        if await OutcomeImportDocument.get(import_id) is not None:
            continue
        name = f"figures-{year}-Q{quarter}.csv"
        lines = ["branch,period,figure,value", *_lines(network, year, quarter)]
        at = datetime.combine(_end(year, quarter) + CLOSED_AFTER, datetime.min.time(), UTC)
        await import_outcomes(network.programme_id, import_id, name, "\n".join(lines).encode(), by, at)
        imported += 1
    return imported


def _quarters(today: date) -> Iterator[tuple[int, int]]:
    """Those that are over, the oldest first."""
    last = today.year * 4 + (today.month - 1) // 3 - 1
    for n in range(last - QUARTERS + 1, last + 1):
        yield n // 4, n % 4 + 1


def _end(year: int, quarter: int) -> date:
    return date(year + quarter // 4, quarter % 4 * 3 + 1, 1)


def _lines(network: Network, year: int, quarter: int) -> Iterator[str]:
    for branch in network.branches[:BRANCHES_MOST]:
        if not branch.branch.competitor and branch.branch.audience == "external":
            for figure, value in _achieved(network.seed, branch, year, quarter).items():
                yield f"{branch.id},{year}-Q{quarter},{figure},{value}"


def _achieved(seed: int, branch: DemoBranch, year: int, quarter: int) -> dict[OutcomeKind, float]:
    """Being treated as a person brings customers back, being served fast spares complaints; the place does the rest."""
    place = dice(seed, "outcome place", branch.number)
    trade, size = place.gauss(0, 1), place.lognormvariate(0, 0.35)
    luck = dice(seed, "outcome", branch.number, year, quarter)
    warmth = sum(branch.character.human.values()) / len(branch.character.human) - 0.5
    speed = branch.character.speed - 0.6
    return {
        "repeat_rate": round(clip(44 + 62 * warmth + 3 * trade + luck.gauss(0, 1.5), 5, 95), 1),
        "nps": round(clip(18 + 120 * warmth + 9 * trade + luck.gauss(0, 5), -90, 95)),
        "complaints": round(clip(24 - 45 * warmth - 16 * speed + 4 * trade + luck.gauss(0, 2), 0, 90)),
        "negative_reviews": round(clip(17 - 38 * warmth + 3 * trade + luck.gauss(0, 1.5), 0.5, 80), 1),
        "revenue": round(210_000 * size * (1 + luck.gauss(0, 0.04))),
    }
