"""Words of examples: masked by themselves where it is certain, by a person where it is not."""

from uuid import UUID

from audit_api.settings import Settings
from tests.api.cast import Cast, new_branch
from tests.api.examples import Mongo, release, told
from tests.api.masking import DOUBTFUL, mask_now, put, waiting

CERTAIN = "Frau or not: Mrs Grobnik smiled and gave me her number, +370 612 34567, at once."


def list_words(cast: Cast, *words: str) -> None:
    cast.admin.http.put(f"/api/programmes/{cast.programme}/mask-words", json={"words": words}).raise_for_status()


def test_what_is_certain_is_masked_and_what_is_not_waits(cast: Cast, api_settings: Settings) -> None:
    certain, doubtful = told(cast, narrative=CERTAIN), told(cast, narrative=DOUBTFUL)
    assert "wait" in mask_now(api_settings)
    shown = cast.reviewer.http.get(f"/api/examples/{certain}").json()
    assert (shown["masking"], shown["narrative"]) == (
        "done",
        "Frau or not: Mrs ⟦name⟧ smiled and gave me her number, ⟦phone⟧, at once.",
    )
    assert cast.reviewer.http.get(f"/api/examples/{doubtful}").json()["masking"] == "waiting"
    assert str(certain) not in waiting(cast)
    found = waiting(cast)[str(doubtful)]
    assert found["narrative"] == DOUBTFUL
    assert [DOUBTFUL[span["start"] : span["end"]] for span in found["spans"]] == ["Grobnik"]
    assert not found["spans"][0]["certain"]


def test_the_branch_and_the_programmes_own_words_are_known(cast: Cast, api_settings: Settings) -> None:
    earlier = told(cast, narrative="The sunshine plan was praised for a quarter of an hour.")
    mask_now(api_settings)
    cast.admin.http.put(
        f"/api/programmes/{cast.programme}/mask-words", json={"words": ["Sunshine Plan"]}
    ).raise_for_status()
    assert cast.reviewer.http.get(f"/api/examples/{earlier}").json()["masking"] == "waiting", "more is known now"
    branch = cast.admin.http.get(f"/api/branches/{cast.branch}").json()["branch"]["name"]
    example = told(cast, narrative=f"They sold me the sunshine-plan at {branch.upper()} and I did not want it at all.")
    mask_now(api_settings)
    shown = cast.reviewer.http.get(f"/api/examples/{example}").json()["narrative"]
    again = cast.reviewer.http.get(f"/api/examples/{earlier}").json()["narrative"]
    assert again == "The ⟦word⟧ was praised for a quarter of an hour."
    assert shown == "They sold me the ⟦word⟧ at ⟦branch⟧ and I did not want it at all."


def test_a_name_that_a_branch_had_stays_hidden(cast: Cast, api_settings: Settings) -> None:
    region = cast.admin.http.get("/api/regions").raise_for_status().json()[0]
    branch = new_branch(cast, name="Harbour Lights")
    example = told(cast, branch=branch, narrative="people at harbour lights looked up when I came in and smiled.")
    at = f"/api/branches/{branch}"
    body = cast.admin.http.get(at).json()["branch"]
    for name in ("Town Square", "Town Square", "Market Place"):
        changed = {key: value for key, value in body.items() if key != "id"} | {"name": name}
        cast.admin.http.put(at, json=changed).raise_for_status()
    of_region = {"programme_id": region["programme_id"], "name": "North of now"}
    cast.admin.http.put(f"/api/regions/{region['id']}", json=of_region).raise_for_status()
    other = told(cast, branch=branch, narrative=f"Nobody at town square or in {region['name']} knew what to do.")
    mask_now(api_settings)
    assert masked(cast, example) == "people at ⟦branch⟧ looked up when I came in and smiled."
    assert masked(cast, other) == "Nobody at ⟦branch⟧ or in ⟦place⟧ knew what to do."


def test_marks_for_other_words_are_refused(cast: Cast, mongo: Mongo) -> None:
    """An appeal has changed what the audit says, and the example has not followed yet."""
    example = told(cast, narrative=DOUBTFUL)
    found = waiting(cast)[str(example)]
    audit = UUID(found["audit_id"])
    mongo.audits.update_one({"_id": audit}, {"$set": {"submission.answers.tone.narrative": "Grobnik " * 9}})
    assert put(cast, example, [], found["narrative_hash"]).json()["code"] == "narrative_differs"


def masked(cast: Cast, example: UUID) -> str:
    found: str = cast.reviewer.http.get(f"/api/examples/{example}").json()["narrative"]
    return found


def test_a_person_decides_and_trainers_read_what_is_left(cast: Cast, api_settings: Settings) -> None:
    example = told(cast, narrative=DOUBTFUL)
    release(cast, example)
    found = waiting(cast, "manager")[str(example)]
    assert str(example) not in waiting(cast, "neighbour")
    spans = [{"start": DOUBTFUL.index("Grobnik"), "end": DOUBTFUL.index(" came"), "kind": "name"}]
    answer = put(cast, example, spans, found["narrative_hash"], "manager").raise_for_status().json()
    expected = DOUBTFUL.replace("Grobnik", "⟦name⟧")
    assert (answer["masking"], answer["narrative"]) == ("done", expected)
    assert put(cast, example, spans, found["narrative_hash"]).json()["narrative"] == expected
    assert cast.trainer.http.get(f"/api/examples/{example}").json()["narrative"] == expected
    assert str(example) not in waiting(cast)


def test_what_does_not_fit_is_refused(cast: Cast) -> None:
    example = told(cast, narrative=DOUBTFUL)
    narrative_hash = waiting(cast)[str(example)]["narrative_hash"]
    assert put(cast, example, [], "of other words").json()["code"] == "narrative_differs"
    for spans in ([(5, 5)], [(0, 1000)], [(10, 20), (5, 8)], [(-3, 4)], [(0, 10), (9, 12)]):
        body = [{"start": start, "end": end, "kind": "name"} for start, end in spans]
        assert put(cast, example, body, narrative_hash).json()["code"] == "invalid_body"
    assert put(cast, example, [], narrative_hash, "neighbour").status_code == 404


def test_nobody_looks_at_what_is_certain(cast: Cast) -> None:
    """What was not tried yet is, before the list is shown; what was doubtful is, when more is known."""
    certain, doubtful = told(cast, narrative=CERTAIN), told(cast, narrative=DOUBTFUL.replace("Grobnik", "Grobnikov"))
    assert {str(certain), str(doubtful)} & set(waiting(cast)) == {str(doubtful)}
    assert cast.reviewer.http.get(f"/api/examples/{certain}").json()["masking"] == "done"
    cast.admin.http.put(
        f"/api/programmes/{cast.programme}/mask-words", json={"words": ["Grobnikov"]}
    ).raise_for_status()
    assert str(doubtful) not in waiting(cast)
    shown = cast.reviewer.http.get(f"/api/examples/{doubtful}").json()
    assert shown["narrative"] == DOUBTFUL.replace("Grobnik", "⟦word⟧")
