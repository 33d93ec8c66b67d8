"""Collections: a trainer's own, shared with the team or with a link, and only with what may still be seen."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.api import samples
from tests.api.cast import Cast, Person, person
from tests.api.examples import Json, Mongo, shown
from tests.api.server import ROUND_TRIPS


@pytest.fixture(scope="module")
def colleague(cast: Cast, new_client: Any) -> Person:
    return person(cast.admin.http, new_client, "trainer")


def body(*examples: UUID, **changes: Any) -> Json:
    entries = [{"example_id": str(example), "question": "What would you have done?"} for example in examples]
    return {"title": "A warm welcome", "intro": "For the spring.", "entries": entries, "revision": 0, **changes}


def put(who: Person, collection: UUID, sent: Json) -> httpx.Response:
    return who.http.put(f"/api/collections/{collection}", json=sent)


def made(cast: Cast, *examples: UUID, **changes: Any) -> UUID:
    collection = uuid4()
    put(cast.trainer, collection, body(*examples, **changes)).raise_for_status()
    return collection


def link_of(cast: Cast, collection: UUID, link: UUID | None = None, days: int = 7) -> Json:
    path = f"/api/collections/{collection}/links/{link or uuid4()}"
    found: Json = cast.trainer.http.put(path, json={"days": days}).raise_for_status().json()
    return found


def read(who: Person, collection: UUID) -> Json:
    found: Json = who.http.get(f"/api/collections/{collection}").raise_for_status().json()
    return found


def codes(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_lesson_keeps_its_order_and_the_trainers_words(cast: Cast, mongo: Mongo) -> None:
    first, second = shown(cast, mongo), shown(cast, mongo, level=5)
    collection = made(cast, first, second)
    changed = body(second, first, title="In another order", revision=1)
    changed["entries"][0] |= {"beside": str(first), "note": "Smile first.", "model_answer": "Greet within a minute."}
    found = put(cast.trainer, collection, changed).raise_for_status().json()
    assert found == read(cast.trainer, collection)
    assert [entry["example_id"] for entry in found["entries"]] == [str(second), str(first)]
    pair = found["entries"][0]
    assert (pair["beside"]["id"], pair["note"], pair["model_answer"]) == (
        str(first),
        "Smile first.",
        "Greet within a minute.",
    )
    assert (found["revision"], found["mine"], found["owner_name"]) == (2, True, "Trainer")


def test_sent_again_it_is_the_same_and_nobody_overwrites_what_they_have_not_seen(cast: Cast) -> None:
    collection = uuid4()
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: put(cast.trainer, collection, body()), range(6)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    put(cast.trainer, collection, body(title="Changed on the phone", revision=1)).raise_for_status()
    late = put(cast.trainer, collection, body(title="Changed at the desk", revision=1))
    assert codes(late) == (409, "collection_outdated")
    assert codes(put(cast.trainer, collection, body(title="A new one"))) == (409, "collection_differs")
    assert read(cast.trainer, collection)["title"] == "Changed on the phone"


def test_what_the_team_shares_is_read_by_colleagues_and_changed_by_its_owner(cast: Cast, colleague: Person) -> None:
    private, shared = made(cast), made(cast, shared=True)
    listed = {one["id"]: one["mine"] for one in colleague.http.get("/api/collections").json()["collections"]}
    assert listed.get(str(shared)) is False and str(private) not in listed
    assert colleague.http.get(f"/api/collections/{private}").status_code == 404
    assert read(colleague, shared)["links"] == []
    assert codes(put(colleague, shared, body(revision=1))) == (404, "not_found")
    colleague.http.delete(f"/api/collections/{shared}").raise_for_status()
    assert read(cast.trainer, shared)["title"] == "A warm welcome"


def test_what_is_withdrawn_is_gone_from_collections_and_links_at_once(cast: Cast, mongo: Mongo) -> None:
    example, other = shown(cast, mongo), shown(cast, mongo)
    collection = made(cast, example, other)
    token = link_of(cast, collection)["token"]
    cast.reviewer.http.put(f"/api/examples/{example}/withdrawal").raise_for_status()
    guest = cast.outsider.get(f"/api/shared/{token}").raise_for_status().json()
    for found in (read(cast.trainer, collection), guest):
        assert [entry["example"] and entry["example"]["id"] for entry in found["entries"]] == [None, str(other)]


def test_a_guest_sees_what_trainers_see_and_no_more(cast: Cast, mongo: Mongo) -> None:
    collection = made(cast, shown(cast, mongo))
    answer = cast.outsider.get(f"/api/shared/{link_of(cast, collection)['token']}").raise_for_status()
    entry = answer.json()["entries"][0]
    assert entry["question"] == "What would you have done?"
    assert (entry["example"]["origin"], entry["example"]["branch_name"]) == (None, None)
    assert str(cast.branch) not in answer.text and "Anna" not in answer.text and "trainings" not in answer.json()


def test_a_guest_learns_no_branch_even_where_trainers_do(cast: Cast, mongo: Mongo) -> None:
    collection, sent = uuid4(), body(shown(cast, mongo))
    sent["entries"][0]["beside"] = str(shown(cast, mongo))
    put(cast.trainer, collection, sent).raise_for_status()
    path = f"/api/programmes/{cast.programme}"
    [before] = [one for one in cast.admin.http.get("/api/programmes").json() if one["id"] == str(cast.programme)]
    programme = {name: value for name, value in before.items() if name != "id"}
    cast.admin.http.put(path, json={**programme, "trainers_see_branch": True}).raise_for_status()
    try:
        token = link_of(cast, collection)["token"]
        guest = cast.outsider.get(f"/api/shared/{token}").raise_for_status().json()
        trainer = read(cast.trainer, collection)
    finally:
        cast.admin.http.put(path, json=programme).raise_for_status()

    def branches(found: Json) -> list[str | None]:
        [entry] = found["entries"]
        return [entry["example"]["branch_name"], entry["beside"]["branch_name"]]

    assert branches(trainer) == ["branch", "branch"]
    assert branches(guest) == [None, None]


def test_a_link_ends_when_it_expires_is_withdrawn_made_anew_or_its_collection_goes(cast: Cast, mongo: Mongo) -> None:
    collection = made(cast)
    link, links = uuid4(), f"/api/collections/{collection}/links"

    def opens(token: str) -> int:
        return cast.outsider.get(f"/api/shared/{token}").status_code

    first = link_of(cast, collection, link)["token"]
    second = link_of(cast, collection, link)["token"]
    other = link_of(cast, collection)["token"]
    assert [opens(first), opens(second), opens(other)] == [404, 200, 200]
    assert len(read(cast.trainer, collection)["links"]) == 2
    cast.trainer.http.delete(f"{links}/{link}").raise_for_status()
    assert [opens(second), opens(other)] == [404, 200]
    mongo.collections.update_one({"_id": collection}, [{"$set": {"links.expires_at": {"$toDate": "2020-01-01"}}}])
    assert opens(other) == 404 and read(cast.trainer, collection)["links"] == []
    last = link_of(cast, collection)["token"]
    cast.trainer.http.delete(f"/api/collections/{collection}").raise_for_status()
    assert opens(last) == 404 and opens("x" * 43) == 404


def test_an_administrator_withdraws_the_link_of_anybody(cast: Cast, colleague: Person) -> None:
    shared, private = made(cast, shared=True), made(cast)
    for collection in (shared, private):
        link = link_of(cast, collection)
        path = f"/api/collections/{collection}/links/{link['id']}"
        assert codes(colleague.http.delete(path)) == (404, "not_found")
        assert cast.outsider.get(f"/api/shared/{link['token']}").status_code == 200
        if collection == shared:
            assert [one["id"] for one in read(cast.admin, shared)["links"]] == [link["id"]]
        for _ in range(2):
            cast.admin.http.delete(path).raise_for_status()
        assert cast.outsider.get(f"/api/shared/{link['token']}").status_code == 404
        assert read(cast.trainer, collection)["links"] == []


def test_the_database_does_not_know_what_opens_a_link(cast: Cast, mongo: Mongo) -> None:
    collection = made(cast)
    token = link_of(cast, collection)["token"]
    assert token not in str(mongo.collections.find_one({"_id": collection}))


def test_only_so_many_links_are_open(cast: Cast) -> None:
    collection = made(cast)
    for _ in range(20):
        link_of(cast, collection)
    path = f"/api/collections/{collection}/links/{uuid4()}"
    assert codes(cast.trainer.http.put(path, json={"days": 7})) == (409, "links_full")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_training_is_of_our_time(cast: Cast, day: str) -> None:
    told = {"held_on": day, "branch_ids": [str(cast.branch)]}
    path = f"/api/collections/{made(cast)}/trainings/{uuid4()}"
    assert codes(cast.trainer.http.put(path, json=told)) == (422, "invalid_body")


def test_managers_read_which_trainings_their_branch_attended(cast: Cast) -> None:
    collection, training = made(cast), uuid4()
    path = f"/api/collections/{collection}/trainings/{training}"
    told = {"held_on": "2026-11-20", "branch_ids": [str(cast.branch)], "note": "Eleven people."}
    for _ in range(2):
        cast.trainer.http.put(path, json=told).raise_for_status()
    attended = cast.manager.http.get(f"/api/branches/{cast.branch}/trainings").json()["trainings"]
    assert {
        "id": str(training),
        "collection_title": "A warm welcome",
        "held_on": "2026-11-20",
        "note": "Eleven people.",
        "effect": None,
    } in attended
    elsewhere = cast.neighbour.http.get(f"/api/branches/{cast.other_branch}/trainings").json()["trainings"]
    assert str(training) not in [one["id"] for one in elsewhere]
    assert read(cast.trainer, collection)["trainings"][0]["branch_names"] == ["branch"]
    cast.trainer.http.delete(path).raise_for_status()
    assert read(cast.trainer, collection)["trainings"] == []
    unknown = cast.trainer.http.put(path, json={**told, "branch_ids": [str(uuid4())]})
    assert codes(unknown) == (409, "reference_missing")


def test_a_trainer_learns_names_of_branches_and_nothing_else(cast: Cast) -> None:
    found = cast.trainer.http.get("/api/trainable-branches").json()["branches"]
    assert {"id", "name", "region_name"} == set().union(*found)
    assert str(cast.branch) in [one["id"] for one in found]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"title": " "}, "title"),
        ({"entries": [{"example_id": "no"}]}, "entries[0].example_id"),
        ({"entries": [{"example_id": str(uuid4()), "note": "x" * 4001}]}, "entries[0].note"),
        ({"owner_id": str(uuid4())}, "owner_id"),
    ],
)
def test_a_bad_one_is_refused_with_the_field(cast: Cast, changes: Json, path: str) -> None:
    answer = put(cast.trainer, uuid4(), body(**changes))
    assert codes(answer) == (422, "invalid_body")
    assert path in [fault["path"] for fault in answer.json()["faults"]]


def test_a_long_lesson_asks_the_database_no_more_often(cast: Cast, mongo: Mongo) -> None:
    examples = [shown(cast, mongo) for _ in range(3)]
    short, long = made(cast, *examples[:1]), made(cast, *examples)
    assert _round_trips(cast, short) == _round_trips(cast, long) <= 7


def _round_trips(cast: Cast, collection: UUID) -> int:
    before = len(ROUND_TRIPS.commands)
    read(cast.trainer, collection)
    return len(ROUND_TRIPS.commands) - before


def test_a_starter_story_is_an_entry_like_an_example(cast: Cast, mongo: Mongo) -> None:
    found = cast.trainer.http.get("/api/stories", params={"theme": "phone_wait"}).raise_for_status().json()["stories"]
    good, bad = (UUID(one["id"]) for one in found)
    example = shown(cast, mongo)
    sent = body(good, example)
    sent["entries"][0]["beside"] = str(bad)
    sent["entries"][1]["beside"] = str(bad)
    collection = uuid4()
    told = put(cast.trainer, collection, sent).raise_for_status().json()["entries"]
    assert [told[0]["story"]["kind"], told[0]["beside_story"]["kind"], told[0]["example"]] == ["good", "bad", None]
    assert set(told[0]["story"]["texts"]) == {"en", "de", "sv", "lt", "tr"}
    assert (told[1]["story"], told[1]["example"]["id"]) == (None, str(example))
    assert told[1]["beside_story"]["id"] == str(bad)
    guest = cast.outsider.get(f"/api/shared/{link_of(cast, collection)['token']}").raise_for_status().json()
    assert guest["entries"] == told


def test_stories_are_searched_as_examples_are(cast: Cast) -> None:
    asked = {"q": "waltz", "kind": "bad", "delight": "false"}
    page = cast.manager.http.get("/api/stories", params=asked).raise_for_status().json()
    assert [story["theme"] for story in page["stories"]] == ["phone_wait"]
    one = cast.trainer.http.get(f"/api/stories/{page['stories'][0]['id']}").raise_for_status().json()
    assert set(one["texts"]) > set(page["stories"][0]["texts"]) == {"en"}
    assert codes(cast.trainer.http.get(f"/api/stories/{uuid4()}")) == (404, "not_found")
    assert codes(cast.trainer.http.get("/api/stories", params={"theme": "weather"})) == (400, "invalid_parameter")


def test_many_trainings_ask_the_database_no_more_often(cast: Cast) -> None:
    def asked() -> int:
        before = len(ROUND_TRIPS.commands)
        query = {"checklist": samples.CHECKLIST_KEY}
        cast.manager.http.get(f"/api/branches/{cast.branch}/trainings", params=query).raise_for_status()
        return len(ROUND_TRIPS.commands) - before

    def train() -> None:
        told = {"held_on": "2026-10-20", "branch_ids": [str(cast.branch)]}
        cast.trainer.http.put(f"/api/collections/{made(cast)}/trainings/{uuid4()}", json=told).raise_for_status()

    train()
    one = asked()
    for _ in range(3):
        train()
    assert asked() == one <= 6
