"""Everybody who signs in to the demo, and how each shopper shops."""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from audit_api.demo.dice import dice
from audit_api.documents import User
from audit_api.documents.accounts import Role
from audit_api.people.auth import Principal

DEMO_PASSWORD = "demo-demo-demo"  # noqa: S105 - printed for everyone who tries the demo
# One account per role to sign in with by hand, all with the same password.
DEMO_ACCOUNTS: dict[Role, str] = {
    "admin": "admin@demo.example",
    "reviewer": "reviewer@demo.example",
    "manager": "manager@demo.example",
    "trainer": "trainer@demo.example",
    "shopper": "shopper@demo.example",
}
STAFF: tuple[tuple[Role, str], ...] = (
    ("admin", "Ada Vennberg"),
    ("reviewer", "Ruth Abelling"),
    ("manager", "Marten Kolditz"),
    ("trainer", "Tuva Lindaker"),
)
# Those who write English travel through all countries; the others stay where their language is spoken.
TRAVELLERS = "en"
SHOPPERS: tuple[tuple[str, str], ...] = (
    ("en", "Sasha Merrow"), ("en", "Colm Hathersage"), ("en", "Priya Dunmore"),
    ("de", "Anke Brodersen"), ("de", "Jonas Wiegand"), ("de", "Miriam Taubert"),
    ("de", "Holger Reimann"), ("de", "Leyla Sander"),
    ("sv", "Elin Bergqvist"), ("sv", "Oskar Nyhlén"), ("sv", "Maja Sundholm"),
    ("lt", "Rūta Kalvaitė"), ("lt", "Eglė Žemaitienė"), ("lt", "Ieva Norkutė"),
    ("tr", "Defne Aksoylu"), ("tr", "Emre Tunca"), ("tr", "Zeynep Karaca"), ("tr", "Kerem Ilgaz"),
)  # fmt: skip
STRICTEST, MILDEST = -0.12, 0.12


class Shopper(msgspec.Struct, frozen=True, kw_only=True):
    """`leniency` is added to what the shopper sees, from 0 to 1; `clock_error` is that of the phone, in seconds."""

    account: str
    name: str
    language: str
    leniency: float
    clock_error: float
    device: str


DEVICES = ("Pixel 8a", "Galaxy A55", "iPhone 14", "iPhone SE", "Xperia 10 VI", "Redmi Note 13")


def shoppers(seed: int) -> list[Shopper]:
    """The first is the one with the demo account. Leniencies are spread evenly and dealt by the seed."""
    step = (MILDEST - STRICTEST) / (len(SHOPPERS) - 1)
    leniencies = [STRICTEST + step * n for n in range(len(SHOPPERS))]
    dice(seed, "leniencies").shuffle(leniencies)
    return [_shopper(seed, n, leniencies[n]) for n in range(len(SHOPPERS))]


def _shopper(seed: int, n: int, leniency: float) -> Shopper:
    language, name = SHOPPERS[n]
    rng = dice(seed, "shopper", n)
    return Shopper(
        account=DEMO_ACCOUNTS["shopper"] if n == 0 else f"shopper{n + 1:02d}@demo.example",
        name=name,
        language=language,
        leniency=leniency,
        clock_error=round(rng.gauss(0, 4), 1) if n != 7 else 431.0,  # one phone runs seven minutes fast
        device=rng.choice(DEVICES),
    )


def users(manager_region: UUID) -> list[User]:
    """Everybody. Ids follow from the accounts alone: the same account is the same person, whatever the seed."""
    office = [
        User(
            account=DEMO_ACCOUNTS[role], name=name, role=role, region_ids=[manager_region] if role == "manager" else []
        )
        for role, name in STAFF
    ]
    return office + [User(account=s.account, name=s.name, role="shopper", language=s.language) for s in shoppers(0)]


def account_id(account: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"account:{account}")


def as_principal(shopper: Shopper, user_id: UUID) -> Principal:
    """The shopper as if signed in, to submit through the same door as everybody."""
    return Principal(
        user_id=user_id,
        account=shopper.account,
        name=shopper.name,
        role="shopper",
        region_ids=[],
        language=shopper.language,
        session_id="demo",
        expires_at=datetime.max.replace(tzinfo=UTC),
    )
