"""The word list of a programme: tried first, then hidden everywhere, whoever has masked the words."""

import subprocess
import sys
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from audit_api.settings import Settings
from tests.api.cast import Cast
from tests.api.examples import Json, Mongo, told
from tests.api.masking import DOUBTFUL, mask_now, put, waiting
from tests.api.process import ROOT, environment_of

PLAN = "The {} was praised for a quarter of an hour."
# Masks what waits; the office changes its list after the words were masked and before that is written.
MASK_WHILE_THE_LIST_CHANGES = """
import asyncio, os, sys, httpx
from audit_api.database import bind_documents, connect
from audit_api.examples import masking
write = masking.write_all_masked
async def write_late(masked):
    address, token, added = sys.argv[1:]
    change = {"json": {"words": [added]}, "headers": {"Authorization": token}}
    (await asyncio.to_thread(httpx.put, address, **change)).raise_for_status()
    return await write(masked)
masking.write_all_masked = write_late
async def main():
    client = connect(os.environ["MONGODB_URI"])
    await bind_documents(client[os.environ["MONGODB_DATABASE"]])
    await masking.mask_waiting(batches=1)
    await client.close()
asyncio.run(main())
"""


@pytest.fixture(autouse=True)
def no_words(cast: Cast) -> Iterator[None]:
    """The other tests share the programme."""
    yield
    write(cast, [])


@pytest.fixture
def product() -> str:
    """A name that no other test has told of."""
    return "moonlight" + "".join(chr(ord("a") + byte % 16) for byte in uuid4().bytes[:6])


def path(cast: Cast) -> str:
    return f"/api/programmes/{cast.programme}/mask-words"


def write(cast: Cast, words: list[str], who: str = "reviewer") -> list[str]:
    answer = cast.person(who).http.put(path(cast), json={"words": words}).raise_for_status()
    found: list[str] = answer.json()["words"]
    return found


def preview(cast: Cast, *words: str) -> Json:
    answer = cast.reviewer.http.post(f"{path(cast)}/preview", json={"words": list(words)})
    found: Json = answer.raise_for_status().json()
    return found


def narrative(cast: Cast, example: UUID) -> str | None:
    found: str | None = cast.reviewer.http.get(f"/api/examples/{example}").json()["narrative"]
    return found


def by_hand(cast: Cast) -> UUID:
    """A person has left `came` and a doubtful name readable."""
    example = told(cast, narrative=DOUBTFUL)
    put(cast, example, [], waiting(cast)[str(example)]["narrative_hash"]).raise_for_status()
    assert narrative(cast, example) == DOUBTFUL
    return example


def test_a_preview_counts_what_the_words_would_hide(cast: Cast, api_settings: Settings, product: str) -> None:
    told_of = [told(cast, narrative=PLAN.format(f"{product}{sign}plan")) for sign in (" ", "-")]
    examples = [*told_of, by_hand(cast)]
    mask_now(api_settings)
    assert [narrative(cast, example) for example in told_of] == [PLAN.format(f"{product}{sign}plan") for sign in " -"]
    before = preview(cast, "Never Said Anywhere")
    assert before["hidden"] == 0 and before["excerpts"] == []
    assert before["masked"] >= before["looked_at"] >= len(examples)
    found = preview(cast, f"{product} plan", f"{product.title()} Plan ")
    assert found["hidden"] == 2
    assert found["excerpts"] == [PLAN.format("⟦word⟧")] * 2
    assert narrative(cast, told_of[0]) == PLAN.format(f"{product} plan"), "nothing is stored"


def test_what_was_masked_by_itself_is_unseen_until_it_is_masked_anew(
    cast: Cast, api_settings: Settings, product: str
) -> None:
    example = told(cast, narrative=PLAN.format(product))
    mask_now(api_settings)
    assert narrative(cast, example) == PLAN.format(product)
    assert write(cast, [product.title(), f" {product.title()} "]) == [product.title()]
    assert narrative(cast, example) is None
    mask_now(api_settings)
    assert narrative(cast, example) == PLAN.format("⟦word⟧")
    assert preview(cast, product)["hidden"] == 0, "it is hidden already"
    write(cast, [product.title()])
    assert narrative(cast, example) is not None, "the same list again changes nothing"
    assert cast.admin.http.get(path(cast)).json() == {"words": [product.title()]}


def test_a_word_that_is_added_while_examples_are_masked_is_hidden_in_them(
    cast: Cast, api_settings: Settings, product: str
) -> None:
    example = told(cast, narrative=PLAN.format(product))
    office = cast.reviewer.http
    told_how = [f"{office.base_url}{path(cast)}".replace("//api", "/api"), office.headers["Authorization"], product]
    given = environment_of(api_settings.mongodb_uri or "", api_settings.mongodb_database)
    subprocess.run([sys.executable, "-c", MASK_WHILE_THE_LIST_CHANGES, *told_how], cwd=ROOT, env=given, check=True)
    assert narrative(cast, example) is None, "it waits again"
    mask_now(api_settings)
    assert narrative(cast, example) == PLAN.format("⟦word⟧")


def test_a_change_that_was_cut_off_is_made_up_for(
    cast: Cast, api_settings: Settings, mongo: Mongo, product: str
) -> None:
    """Whoever writes the list may die before what shows its words is hidden."""
    example = told(cast, narrative=PLAN.format(product))
    mask_now(api_settings)
    list_alone = {"$set": {"programme.mask_words": [product], "masked_words": []}}
    mongo.programmes.update_one({"_id": cast.programme}, list_alone)
    write(cast, [product])
    assert narrative(cast, example) is None, "said again, it is done"
    mask_now(api_settings)
    assert narrative(cast, example) == PLAN.format("⟦word⟧")
    other = told(cast, narrative=PLAN.format(f"old {product}x"))
    mask_now(api_settings)
    list_alone["$set"]["programme.mask_words"] = [product, f"{product}x"]
    mongo.programmes.update_one({"_id": cast.programme}, list_alone)
    mask_now(api_settings)
    assert narrative(cast, other) == PLAN.format("old ⟦word⟧"), "and by itself, too"


def test_a_programme_that_is_sent_back_keeps_the_words(cast: Cast) -> None:
    """Who changes another setting may not know of them."""
    listed = cast.admin.http.get("/api/programmes").json()
    programme = {**next(one for one in listed if one["id"] == str(cast.programme))}
    del programme["id"], programme["mask_words"]
    write(cast, ["Moonlight"])
    answer = cast.admin.http.put(f"/api/programmes/{cast.programme}", json={**programme, "client": "Another"})
    assert answer.raise_for_status().json()["mask_words"] == ["Moonlight"]
    assert cast.admin.http.get(path(cast)).json() == {"words": ["Moonlight"]}
    cast.admin.http.put(f"/api/programmes/{cast.programme}", json=programme).raise_for_status()


def test_what_a_person_decided_stays_but_for_the_words(cast: Cast) -> None:
    example = by_hand(cast)
    write(cast, ["chair"], "admin")
    assert narrative(cast, example) == DOUBTFUL.replace("chair", "⟦word⟧")
    write(cast, ["chair", "word"])
    assert narrative(cast, example) == DOUBTFUL.replace("chair", "⟦word⟧"), "a mark is no word"


def test_the_rest_of_the_programme_stays(cast: Cast) -> None:
    def programme() -> Json:
        listed = cast.admin.http.get("/api/programmes").json()
        found: Json = next(one for one in listed if one["id"] == str(cast.programme))
        return found

    before = programme()
    write(cast, ["Moonlight"])
    assert programme() == {**before, "mask_words": ["Moonlight"]}


@pytest.mark.parametrize("words", [["a"], [" a"], ["   "], ["x" * 81], ["ab"] * 501, "ab", None])
def test_a_bad_list_is_refused(cast: Cast, words: object) -> None:
    for answer in (
        cast.reviewer.http.put(path(cast), json={"words": words}),
        cast.reviewer.http.post(f"{path(cast)}/preview", json={"words": words}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_body")


def test_an_unknown_programme_has_no_list(cast: Cast) -> None:
    unknown = f"/api/programmes/{uuid4()}/mask-words"
    assert cast.admin.http.get(unknown).status_code == 404
    assert cast.admin.http.put(unknown, json={"words": ["Moonlight"]}).status_code == 404
    assert cast.admin.http.post(f"{unknown}/preview", json={"words": ["Moonlight"]}).status_code == 404
