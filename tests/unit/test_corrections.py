"""Corrections of random audits: what comes out is valid, and the difference leads back to what was sent."""

from hypothesis import given, settings
from hypothesis import strategies as st

from audit_api.documents import AuditDocument
from audit_api.review.corrections import Correction, correct
from checklists.answers import Answers
from checklists.item_scores import Tier
from checklists.scoring import scorecard
from checklists.validation import validate
from tests.unit.checklist_samples import NA, Data, answers_of, decoded, published, submission
from tests.unit.random_audits import BEST, TIERS, Audit, audits


@st.composite
def corrections(draw: st.DrawFn, definition: Data) -> Answers:
    """Of any items, answered before or not: the best answer, or that it does not apply."""
    items = [item for section in definition["sections"] for item in section["items"] if item["kind"] in BEST]
    chosen = draw(st.lists(st.sampled_from(items), min_size=1, max_size=4, unique_by=lambda item: item["key"]))
    best = {item["key"]: {"kind": item["kind"], **BEST[item["kind"]]} for item in chosen}
    return answers_of({key: draw(st.sampled_from([answer, NA])) for key, answer in best.items()})


@given(audits(), TIERS, st.data())
@settings(max_examples=200)
def test_a_correction_is_valid_scored_and_can_be_traced(audit: Audit, tier: Tier, data: st.DataObject) -> None:
    checklist, sent = published(audit[0]), decoded(submission(audit[1]))
    wanted = data.draw(corrections(audit[0]))
    stored: AuditDocument = AuditDocument.model_construct(
        submission=sent, scorecard=scorecard(checklist, sent.answers, tier), photo_ids=[]
    )
    result = correct(checklist, stored, wanted)
    if not isinstance(result, Correction):
        assert {fault.code for fault in result} <= {"unchanged", "hidden_item_answered"}
        assert {fault.path.split(".")[1] for fault in result} <= wanted.keys()
        return
    answers = result.submission.answers
    assert validate(checklist, result.submission, tier) == []
    assert result.scorecard == scorecard(checklist, answers, tier)
    assert {key: answers[key] for key in wanted} == wanted
    assert {one.item: one.after for one in result.changes if one.after is not None} == wanted
    undone = answers | {one.item: one.before for one in result.changes}
    assert {key: answer for key, answer in undone.items() if answer is not None} == sent.answers


@given(audits(), TIERS, st.data())
def test_what_is_there_already_is_no_correction(audit: Audit, tier: Tier, data: st.DataObject) -> None:
    checklist, sent = published(audit[0]), decoded(submission(audit[1]))
    key = data.draw(st.sampled_from(sorted(sent.answers)))
    stored: AuditDocument = AuditDocument.model_construct(
        submission=sent, scorecard=scorecard(checklist, sent.answers, tier), photo_ids=[]
    )
    result = correct(checklist, stored, {key: sent.answers[key]})
    assert isinstance(result, list)
    assert [(fault.path, fault.code) for fault in result] == [(f"corrections.{key}", "unchanged")]
