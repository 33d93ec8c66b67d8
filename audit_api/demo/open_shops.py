"""What is still to be shopped: assignments around today, most of them for the person who tries the demo."""

from datetime import timedelta

from audit_api.demo.dice import dice, made_id
from audit_api.demo.fieldwork import CHECKLISTS, Fieldwork, Shop, window
from audit_api.demo.network import DemoBranch
from audit_api.demo.people import Shopper, shoppers
from audit_api.demo.words import words

# For the demo account: checklist, then first and last day of the window, counted from today.
DEMO_SHOPPER: tuple[tuple[str, int, int], ...] = (
    ("mystery_call", -2, 5),
    ("branch_visit", -1, 9),
    ("written_contact", 0, 10),
    ("mystery_call", 0, 2),
    ("branch_visit", 3, 17),
    ("delivery_after_sale", 2, 30),
)
OTHERS_EVERY = 3  # branches for which somebody else has a shop ahead


def anchor_id(seed: int) -> object:
    """The first open assignment: its window tells later on which day the demo was made."""
    return made_id(seed, "open", 0)


ANCHOR_DAYS = DEMO_SHOPPER[0][1]


def open_shops(work: Fieldwork) -> list[Shop]:
    external = [branch for branch in work.network.branches if branch.branch.audience == "external"]
    people = shoppers(work.seed)
    mine = [
        _open(work, n, external[n * 5 % len(external)], people[0], *planned) for n, planned in enumerate(DEMO_SHOPPER)
    ]
    return mine + _for_others(work, external, people, len(mine)) + _reshops(work)


def _for_others(work: Fieldwork, branches: list[DemoBranch], people: list[Shopper], first: int) -> list[Shop]:
    shops = []
    for n, branch in enumerate(branches[::OTHERS_EVERY]):
        rng = dice(work.seed, "ahead", branch.number)
        near = [person for person in people[1:] if person.language == branch.country.language]
        checklist = rng.choice(("mystery_call", "mystery_call", "branch_visit", "written_contact"))
        starts = rng.randint(-4, 6)
        shops.append(_open(work, first + n, branch, rng.choice(near), checklist, starts, starts + 10))
    return shops


def _reshops(work: Fieldwork) -> list[Shop]:
    """A rejected audit is done again, by somebody else."""
    again = []
    for n, shop in enumerate(shop for shop in work.shops if shop.outcome == "rejected"):
        others = [p for p in shoppers(work.seed)[1:] if p.account != shop.shopper.account]
        near = [p for p in others if p.language == shop.branch.country.language]
        again.append(_open(work, 10_000 + n, shop.branch, near[0], shop.checklist, -1, 12, shop))
    return again


def _open(
    work: Fieldwork,
    n: int,
    branch: DemoBranch,
    shopper: Shopper,
    checklist: str,
    first: int,
    last: int,
    again: Shop | None = None,
) -> Shop:
    fitting = words(shopper.language).scenarios_for(CHECKLISTS[checklist])
    today = work.midnight.date()
    begins, ends = window(today + timedelta(days=first), today + timedelta(days=last), branch)
    return Shop(
        assignment_id=made_id(work.seed, "open", n),
        audit_id=made_id(work.seed, "open audit", n),
        branch=branch,
        shopper=shopper,
        checklist=checklist,
        scenario=fitting[n % len(fitting)],
        window=(begins, ends),
        started_at=begins,
        finished_at=begins,
        when=1.0,
        outcome="open",
        reshop_of=again.assignment_id if again else None,
    )
