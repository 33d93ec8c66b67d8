from datetime import UTC, datetime
from uuid import uuid4

import msgspec
import pytest

from audit_api.comparison.compared import Comparison
from audit_api.documents import ComparedBranch, League
from audit_api.http.encoding import encoded, encoded_list

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.parametrize("count", [0, 1, 30])
async def test_written_entry_by_entry_it_is_the_same(count: int) -> None:
    branches = [
        ComparedBranch(
            branch_id=uuid4(),
            branch_name=f'"branches":[{n}] š',
            region_id=uuid4(),
            competitor=False,
            as_of=datetime.now(UTC),
            audits=n,
            missing_audits=0,
            own=n / 3,
            score_pct=None,
            last_audit_at=datetime.now(UTC),
            headline=None,
            stage=None,
            place=None,
        )
        for n in range(count)
    ]
    league = League(programme_id=uuid4(), checklist="visit", tier="standard", audience="external")
    whole = Comparison(league=league, kept=None, snapshot=None, branches=branches, roll_ups={})
    assert await encoded(whole, "branches") == msgspec.json.encode(whole)


@pytest.mark.parametrize("count", [0, 1, 30])
async def test_so_is_a_bare_list(count: int) -> None:
    leagues = [League(programme_id=uuid4(), checklist=f"č{n}", tier="basic", audience="external") for n in range(count)]
    assert await encoded_list(leagues) == msgspec.json.encode(leagues)
