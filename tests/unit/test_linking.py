"""When two checklist versions make one series, and by what their audits are restated."""

from typing import Any

import msgspec
import pytest

from checklists.decoding import decode
from checklists.definition import Checklist
from checklists.linking import anchor, gap, linkable

PILLARS = ("understanding", "valuing", "creating_value")
ENOUGH = 30


def version(**changes: Any) -> Checklist:
    """Four human items in each pillar; `changes` replaces the wording of items by key, None leaves them out."""
    keys = {pillar: [f"{pillar}_{n}" for n in range(4)] for pillar in PILLARS}
    sections = [
        {
            "key": pillar,
            "title": {"en": pillar},
            "pillar": pillar,
            "items": [
                {"kind": "yes_no", "key": key, "text": {"en": changes.get(key, key)}}
                for key in keys[pillar]
                if changes.get(key, key) is not None
            ],
        }
        for pillar in PILLARS
    ]
    body = {"key": "visit", "title": {"en": "Visit"}, "channel": "visit", "languages": ["en"], "sections": sections}
    decoded = decode(body, Checklist)
    assert isinstance(decoded, Checklist), decoded
    return decoded


def test_the_same_version_is_all_anchor() -> None:
    assert len(anchor(version(), version())) == 12
    assert linkable(version(), version(), ENOUGH, ENOUGH)


def test_a_reworded_item_is_no_anchor() -> None:
    assert "valuing_0" not in anchor(version(), version(valuing_0="Another question"))


def test_help_and_weight_do_not_change_a_question() -> None:
    changed = version()
    first = changed.sections[0].items
    first[0] = msgspec.structs.replace(first[0], help={"en": "Look closely."}, weight=2.0)
    assert "understanding_0" in anchor(version(), changed)


def test_too_few_audits_break_the_series() -> None:
    assert not linkable(version(), version(), ENOUGH - 1, ENOUGH)
    assert not linkable(version(), version(), ENOUGH, ENOUGH - 1)


def test_a_pillar_without_anchor_breaks_the_series() -> None:
    new = version(**{f"valuing_{n}": f"New {n}" for n in range(4)})
    assert not linkable(version(), new, ENOUGH, ENOUGH)


def test_less_than_half_in_common_breaks_the_series() -> None:
    new = version(**{f"{pillar}_{n}": f"New {n}" for pillar in PILLARS for n in range(3)})
    assert not linkable(version(), new, ENOUGH, ENOUGH)
    half = version(**{f"{pillar}_{n}": f"New {n}" for pillar in PILLARS for n in range(2)})
    assert linkable(version(), half, ENOUGH, ENOUGH)


def test_a_gap_is_the_mean_difference() -> None:
    found = gap([70, 80], [72, 78])
    assert (found.mean, found.variance, found.audits) == (0.0, 8.0, 2)
    assert gap([70], [60]).variance == 0.0
    with pytest.raises(ValueError, match="needs an audit"):
        gap([], [])
