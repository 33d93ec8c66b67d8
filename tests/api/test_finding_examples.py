"""Finding examples: words in their forms, filters and their counts, pages, similar ones."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest

from audit_api.examples import matches as example_matches
from audit_api.settings import Settings
from tests.api.cast import Cast
from tests.api.examples import Json, Mongo, ids, listed, mask, recounted, release, told
from tests.api.server import ROUND_TRIPS


@pytest.fixture(scope="module")
def found(cast: Cast, mongo: Mongo) -> list[UUID]:
    """Three in English, one each in the other languages."""
    says = [
        ("en", 1, "The queue was waiting for ages while two employees chatted."),
        ("en", 5, "He smiled and walked me to the shelf."),
        ("en", 5, "A glass of water was offered while I waited."),
        ("de", 1, "Die Verkäuferinnen unterhielten sich über ihren Urlaub."),
        ("sv", 5, "Medarbetaren log och förklarade allt."),
        ("lt", 1, "Niekas nepasisveikino, teko laukti."),
        ("tr", 5, "Çalışanlar güler yüzlü davrandı."),
    ]
    made = [told(cast, level, words, language=language) for language, level, words in says]
    for example, (_, _, words) in zip(made, says, strict=True):
        release(cast, example)
        mask(mongo, example, words)
    return made


@pytest.fixture
def recount(api_settings: Settings) -> Callable[[], int]:
    """As every ten minutes; how many numbers were wrong."""
    return lambda: recounted(api_settings)


@pytest.mark.parametrize(
    ("q", "language", "n"),
    [
        ("waits", "en", [0, 2]),
        ("smiling", "en", [1]),
        ("Urlaube", "de", [3]),
        ("medarbetarens", "sv", [4]),
        ("laukti", "lt", [5]),
        ("laukiau", "lt", [5]),
        ("çalışanlar", "tr", [6]),
        ("ÇALIŞAN", "tr", [6]),
        ("waiting employees", "en", [0]),  # all of the words
        ("the employees", "en", [0]),
        ("nosuchword", "en", []),
        ("!?", "en", []),
    ],
)
def test_words_are_found_in_their_forms(cast: Cast, found: list[UUID], q: str, language: str, n: list[int]) -> None:
    page = listed(cast, q=q, q_language=language, limit=200)
    assert set(ids(page)) & {str(one) for one in found} == {str(found[each]) for each in n}


def test_filters_and_counts_agree(cast: Cast, found: list[UUID]) -> None:
    everything = listed(cast, limit=1)
    assert set(everything["facets"]) == {
        "theme", "section", "item", "pillar", "level", "channel", "language", "kind", "photo", "delight",
    }  # fmt: skip
    for name, values in everything["facets"].items():
        assert sum(value["count"] for value in values) == everything["total"], name
        for value in values:
            asked = {"yes": True, "no": False}.get(value["value"], value["value"])
            page = listed(cast, limit=200, **{name: asked})
            assert page["total"] == value["count"], (name, value)
            assert page["total"] == len(page["examples"])


def test_a_filter_shows_what_else_there_would_be(cast: Cast, found: list[UUID]) -> None:
    everything = listed(cast, limit=1)["facets"]
    german = listed(cast, limit=200, language="de")
    assert german["facets"]["language"] == everything["language"]
    assert {example["language"] for example in german["examples"]} == {"de"}
    assert [value["value"] for value in german["facets"]["kind"]] == ["bad"]


def test_items_are_named_in_the_words_of_the_checklist(cast: Cast, found: list[UUID]) -> None:
    facets = listed(cast, limit=1)["facets"]
    tone = next(value for value in facets["item"] if value["value"] == "sample_visit.manner.tone")
    assert tone["label"] == {"en": "tone"}
    assert {value["label"]["en"] for value in facets["section"]} >= {"manner"}


@pytest.mark.parametrize("query", [{}, {"kind": "good"}, {"q": "counter"}, {"q": "nobody counter", "kind": "bad"}])
def test_pages_follow_each_other_without_gaps(cast: Cast, mongo: Mongo, found: list[UUID], query: Json) -> None:
    whole = ids(listed(cast, limit=200, **query))
    pages, cursor = [], None
    while True:
        page = listed(cast, limit=2, **query, **({"cursor": cursor} if cursor else {}))
        assert (page["facets"] is None) == (cursor is not None)
        pages += ids(page)
        cursor = page["next"]
        if cursor is None:
            break
    assert pages == whole
    assert len(pages) == len(set(pages)) == page["total"]


def test_the_best_come_first(cast: Cast, found: list[UUID]) -> None:
    ranks = [example["rank"] for example in listed(cast, limit=200)["examples"]]
    assert ranks == sorted(ranks, reverse=True)


def test_of_words_that_very_many_have_it_is_said_that_there_are_at_least_so_many(
    cast: Cast, mongo: Mongo, found: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    for level in (5, 5, 1):
        example = told(cast, level, "It was explained gladly.")
        release(cast, example)
        mask(mongo, example, "It was explained gladly.")
    whole = listed(cast, q="gladly", limit=200)
    assert (whole["total"], whole["exact_total"], whole["exact_facets"]) == (3, True, True)
    monkeypatch.setattr(example_matches, "LOOKED_AT", 2)
    page = listed(cast, q="gladly", limit=200)
    assert ids(page) == ids(whole)  # all of them can be read
    assert (page["total"], page["exact_total"], page["exact_facets"]) == (2, False, False)
    assert sum(value["count"] for value in page["facets"]["kind"]) == 2
    bad = listed(cast, q="gladly", kind="bad", limit=200)
    assert len(bad["examples"]) == 1 <= bad["total"]


def test_numbers_follow_what_is_written(cast: Cast, mongo: Mongo, found: list[UUID]) -> None:
    """Of trainers, of the desk and of a manager's own regions: they are what counting one by one gives."""
    example = told(cast, 5, "The numbers followed.")
    before = {who: listed(cast, who, limit=1)["total"] for who in ("trainer", "reviewer", "manager", "neighbour")}
    release(cast, example)
    mask(mongo, example, "The numbers followed.")
    release(cast, example)
    assert listed(cast, limit=1)["total"] == before["trainer"] + 1
    released = {who: listed(cast, who, state="released", limit=1)["total"] for who in ("reviewer", "manager")}
    cast.reviewer.http.put(f"/api/examples/{example}/withdrawal").raise_for_status()
    assert listed(cast, limit=1)["total"] == before["trainer"]
    for who, number in released.items():
        assert listed(cast, who, state="released", limit=1)["total"] == number - 1
        assert listed(cast, who, limit=1)["total"] == before[who]
    assert listed(cast, "neighbour", limit=1)["total"] == before["neighbour"]
    assert listed(cast, "reviewer", limit=1)["total"] == mongo.examples.count_documents({})


def test_numbers_are_right_after_many_wrote_at_once(cast: Cast, found: list[UUID], recount: Callable[[], int]) -> None:
    """All in one facet: whoever counts last has seen what the others wrote."""
    examples = [told(cast, 5, f"They wrote at once, {n} of six.") for n in range(6)]
    recount()

    def decided(n: int) -> int:
        decision = ("release", "withdrawal")[n // len(examples) % 2]
        return cast.reviewer.http.put(f"/api/examples/{examples[n % len(examples)]}/{decision}").status_code

    with ThreadPoolExecutor(8) as people:
        assert set(people.map(decided, range(8 * len(examples)))) == {200}
    assert recount() == 0


def test_numbers_that_are_wrong_are_put_right(mongo: Mongo, found: list[UUID], recount: Callable[[], int]) -> None:
    recount()
    right = {row["_id"]: row for row in mongo.example_tallies.find()}
    facets = sorted(right)[:3]
    mongo.example_tallies.update_one({"_id": facets[0]}, {"$inc": {"visible": 7}})
    mongo.example_tallies.delete_one({"_id": facets[1]})
    mongo.example_tallies.update_one({"_id": facets[2]}, {"$set": {"due": uuid4()}})
    assert recount() == 3
    assert {row["_id"]: row for row in mongo.example_tallies.find()} == right


def test_similar_ones_and_their_opposites(cast: Cast, found: list[UUID]) -> None:
    similar = cast.trainer.http.get(f"/api/examples/{found[0]}/similar").json()
    assert similar["alike"] and {one["kind"] for one in similar["alike"]} == {"bad"}
    assert similar["contrast"] and {one["kind"] for one in similar["contrast"]} == {"good"}
    assert str(found[0]) not in [one["id"] for one in similar["alike"]]


@pytest.mark.parametrize("who", ["trainer", "manager", "reviewer"])
def test_a_page_costs_the_same_however_long_it_is(cast: Cast, found: list[UUID], who: str) -> None:
    http = cast.person(who).http
    searches = {"": 8, "&kind=bad": 8, "&q=waiting": 8, "&q=waiting+employees&kind=bad": 9}
    for path, most in [(f"/api/examples?limit={n}{query}", most) for query, most in searches.items() for n in (1, 200)]:
        http.get(path).raise_for_status()  # the definitions are kept from now on
        before = len(ROUND_TRIPS.commands)
        http.get(path).raise_for_status()
        asked = ROUND_TRIPS.commands[before:]
        assert len(asked) <= most, asked  # one of them for facets that are being written


def test_what_is_similar_costs_the_same_however_much_there_is(cast: Cast, found: list[UUID]) -> None:
    for _ in range(2):
        before = len(ROUND_TRIPS.commands)
        cast.trainer.http.get(f"/api/examples/{found[0]}/similar").raise_for_status()
    assert len(ROUND_TRIPS.commands) - before <= 11


def test_a_cursor_from_elsewhere_is_refused(cast: Cast) -> None:
    answer = cast.trainer.http.get("/api/examples", params={"cursor": "nonsense"})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_parameter")
