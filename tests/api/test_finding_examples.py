"""Finding examples: words in their forms, filters and their counts, pages, similar ones."""

from uuid import UUID

import pytest

from tests.api.cast import Cast
from tests.api.examples import Json, Mongo, ids, listed, mask, mongo, release, told
from tests.api.server import ROUND_TRIPS

__all__ = ["mongo"]


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


@pytest.mark.parametrize(
    ("q", "language", "n"),
    [
        ("waits", "en", [0, 2]),
        ("smiling", "en", [1]),
        ("Urlaube", "de", [3]),
        ("medarbetarens", "sv", [4]),
        ("laukti", "lt", [5]),
        ("çalışanlar", "tr", [6]),
        ("nosuchword", "en", []),
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


@pytest.mark.parametrize("query", [{}, {"kind": "good"}, {"q": "counter waiting smiled", "kind": "bad"}])
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


def test_similar_ones_and_their_opposites(cast: Cast, found: list[UUID]) -> None:
    similar = cast.trainer.http.get(f"/api/examples/{found[0]}/similar").json()
    assert similar["alike"] and {one["kind"] for one in similar["alike"]} == {"bad"}
    assert similar["contrast"] and {one["kind"] for one in similar["contrast"]} == {"good"}
    assert str(found[0]) not in [one["id"] for one in similar["alike"]]


@pytest.mark.parametrize("who", ["trainer", "manager", "reviewer"])
def test_a_page_costs_the_same_however_long_it_is(cast: Cast, found: list[UUID], who: str) -> None:
    http = cast.person(who).http
    for path in ("/api/examples?limit=1", "/api/examples?limit=200"):
        http.get(path).raise_for_status()  # the definitions are kept from now on
        before = len(ROUND_TRIPS.commands)
        http.get(path).raise_for_status()
        asked = ROUND_TRIPS.commands[before:]
        assert len(asked) <= 7, asked


def test_a_cursor_from_elsewhere_is_refused(cast: Cast) -> None:
    answer = cast.trainer.http.get("/api/examples", params={"cursor": "nonsense"})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_parameter")
