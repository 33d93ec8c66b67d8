"""The invented client: one programme, regions over four countries, branches with a character each."""

from functools import cache
from random import Random
from uuid import UUID

import msgspec

from audit_api.demo.character import Character, character
from audit_api.demo.dice import dice, made_id
from audit_api.demo.words import demo_data
from audit_api.documents import Branch, Programme, Region
from checklists.geography import Coordinates
from checklists.item_scores import Tier

CLIENT = "Halvanta Clinics"
COMPETITOR = "Mediorna"
BRANCHES_PER_REGION = 40
# A calibration needs 20 branches of one tier, so most are standard.
TIERS: tuple[Tier, ...] = (
    "standard", "standard", "premium", "standard", "standard",
    "standard", "basic", "premium", "standard", "standard",
)  # fmt: skip
PROGRAMME = Programme(
    name="Customer centricity, all countries",
    client=CLIENT,
    channels=["call", "visit", "written", "delivery", "internal"],
    tiers=["basic", "standard", "premium"],
    staff_notice=True,
    mix={"mystery_call": 0.7, "branch_visit": 0.3},
)
DEPARTMENTS = {
    "de": ("Rechnungswesen", "Einkauf"),
    "sv": ("Ekonomiavdelningen", "IT-stöd"),
    "lt": ("Buhalterija", "Pirkimų skyrius"),
    "tr": ("Muhasebe", "Lojistik"),
}


class City(msgspec.Struct, frozen=True):
    name: str
    at: tuple[float, float]
    districts: list[str]


class Country(msgspec.Struct, frozen=True):
    country: str
    language: str
    time_zone: str
    currency: str
    postcode: str
    streets: list[str]
    cities: list[City]


class DemoBranch(msgspec.Struct, frozen=True, kw_only=True):
    """A branch, and what only the demo knows of it. `number` is its place in the network."""

    id: UUID
    number: int
    branch: Branch
    country: Country
    position: tuple[float, float]
    character: Character


class Network(msgspec.Struct, frozen=True, kw_only=True):
    seed: int
    programme_id: UUID
    programme: Programme
    regions: dict[UUID, Region]
    branches: list[DemoBranch]


def network(seed: int, branches: int) -> Network:
    programme_id = made_id(seed, "programme")
    built = [_branch(seed, programme_id, number) for number in range(branches)]
    return Network(
        seed=seed,
        programme_id=programme_id,
        programme=PROGRAMME,
        regions={each.branch.region_id: _region(programme_id, each.number) for each in built},
        branches=built,
    )


@cache
def countries() -> dict[str, Country]:
    return {country.country: country for country in msgspec.convert(demo_data("places.yaml"), list[Country])}


def _area(number: int) -> tuple[str, str, int]:
    """Area, country and place within the area: three areas side by side, one of them two countries wide."""
    area, place = number % 3, number // 3
    if area == 1:
        return "Sweden and Lithuania", ("Sweden", "Lithuania")[place % 2], place
    name = "Germany" if area == 0 else "Türkiye"
    return name, name, place


def _region_name(number: int) -> str:
    area, _, place = _area(number)
    part = place // BRANCHES_PER_REGION
    return f"{area} {part + 1}" if part else area


def _region(programme_id: UUID, number: int) -> Region:
    return Region(programme_id=programme_id, name=_region_name(number))


def _branch(seed: int, programme_id: UUID, number: int) -> DemoBranch:
    rng = dice(seed, "branch", number)
    _, country_name, place = _area(number)
    country = countries()[country_name]
    turn = place // 2 if country_name in ("Sweden", "Lithuania") else place
    city = country.cities[turn % len(country.cities)]
    tier = TIERS[number % len(TIERS)]
    address = _address(rng, country, city)
    position = (city.at[0] + rng.uniform(-0.02, 0.02), city.at[1] + rng.uniform(-0.03, 0.03))
    facts = Branch(
        programme_id=programme_id,
        region_id=made_id(seed, "region", _region_name(number)),
        name=_name(number, country, city, turn // len(country.cities)),
        tier="standard" if is_internal(number) else tier,
        time_zone=country.time_zone,
        audience="internal" if is_internal(number) else "external",
        address=address,
        competitor=is_competitor(number),
        position=Coordinates(latitude=round(position[0], 5), longitude=round(position[1], 5)),
    )
    return DemoBranch(
        id=made_id(seed, "branch", number),
        number=number,
        branch=facts,
        country=country,
        position=position,
        character=character(rng, facts.tier, _kind(number)),
    )


def is_internal(number: int) -> bool:
    return number % 19 == 3


def is_competitor(number: int) -> bool:
    return number % 16 == 5 and not is_internal(number)


def _kind(number: int) -> str:
    if number % 9 == 7:
        return "conveyor"
    return "warm" if number % 18 == 8 else "even"


def _name(number: int, country: Country, city: City, lap: int) -> str:
    if is_internal(number):
        return f"{DEPARTMENTS[country.language][number // 19 % 2]} {city.name}" + _again(lap)
    company = COMPETITOR if is_competitor(number) else CLIENT.split()[0]
    return f"{company} {city.name} {city.districts[lap % len(city.districts)]}" + _again(lap // len(city.districts))


def _again(lap: int) -> str:
    return f" {lap + 1}" if lap else ""


def _address(rng: Random, country: Country, city: City) -> str:
    street, house = rng.choice(country.streets), rng.randint(1, 98)
    postcode = country.postcode.format(rng.randrange(10_000, 99_999))
    first = f"{street} No: {house}" if country.language == "tr" else f"{street} {house}"
    return f"{first}, {postcode} {city.name}"
