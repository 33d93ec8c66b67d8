"""Whether a definition may be published: every fault at once, each with path and code.

Errors stop publishing; warnings do not. The rules on pillars, natures and levels: index specification, section 1.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from checklists.condition_faults import condition_faults
from checklists.decoding import decode, size_faults
from checklists.definition import PILLARS, Checklist, Pillar, Section, item_paths
from checklists.faults import MAX_FAULTS, Fault, error, warning
from checklists.items import (
    Duration,
    Evidence,
    Item,
    Measured,
    MultiChoice,
    Number,
    Photo,
    Scale,
    SingleChoice,
)
from checklists.reachability import unreachable
from checklists.wordings import wording_faults

MIN_HUMAN_ITEMS = 6  # fewer per pillar and one answer swings the pillar
MIN_WEIGHT = 0.001  # far smaller ones vanish in the rounding of sums, and the costs no longer add up
MAX_ITEMS = 500  # reading takes time that grows with the square; nobody fills more
MAX_ITEM_RATIO = 2.0  # "differ much": the largest pillar asks over twice as much as the smallest


def read_definition(data: object) -> tuple[Checklist | None, list[Fault]]:
    """The checklist in `data` (parsed YAML or JSON) and everything wrong with it; None if it is unreadable."""
    decoded = size_faults(data) or decode(data, Checklist)
    return (decoded, definition_faults(decoded)) if isinstance(decoded, Checklist) else (None, decoded)


def definition_faults(checklist: Checklist) -> list[Fault]:
    """Errors before warnings, so that no flood of warnings can push an error over the limit."""
    asked = sum(len(section.items) for section in checklist.sections)
    if asked > MAX_ITEMS:
        return [error("sections", "too_many_items", f"At most {MAX_ITEMS} items, got {asked}.")]
    found = [*_duplicates(checklist), *wording_faults(checklist), *_visibility_faults(checklist)]
    for path, _, item in item_paths(checklist):
        found += _item_faults(path, item)
    found += [] if checklist.percent_only else [*_index_faults(checklist), *_index_warnings(checklist)]
    return sorted(found, key=lambda fault: fault.severity == "warning")[:MAX_FAULTS]


def _visibility_faults(checklist: Checklist) -> list[Fault]:
    found = list(condition_faults(checklist))
    blamed = {fault.path for fault in found}
    # That a faulty condition cannot be met either would only say the same thing twice.
    return found + [fault for fault in unreachable(checklist) if fault.path not in blamed]


def _duplicates(checklist: Checklist) -> Iterator[Fault]:
    seen_sections: set[str] = set()
    for s, section in enumerate(checklist.sections):
        if section.key in seen_sections:
            yield error(f"sections[{s}].key", "duplicate_key", f"Section key `{section.key}` is used twice.")
        seen_sections.add(section.key)
        if not section.items:
            yield error(f"sections[{s}].items", "empty_section", "A section needs at least one item.")
    seen: set[str] = set()
    for path, _, item in item_paths(checklist):
        if item.key in seen:
            yield error(f"{path}.key", "duplicate_key", f"Item key `{item.key}` is used twice.")
        seen.add(item.key)


def _item_faults(path: str, item: Item) -> Iterator[Fault]:
    if isinstance(item, Evidence) and item.weight > 0:
        yield error(f"{path}.weight", "evidence_has_weight", "Text, dates, photos and info are evidence: weight 0.")
    if 0 < item.weight < MIN_WEIGHT:
        yield error(f"{path}.weight", "weight_too_small", f"A weight is 0 or at least {MIN_WEIGHT}.")
    if item.critical and item.weight == 0:
        yield error(f"{path}.critical", "critical_without_weight", "A critical item needs a weight above 0.")
    if item.narrative_below is not None and item.weight == 0:
        yield error(f"{path}.narrative_below", "narrative_without_score", "An unscored item has no score to compare.")
    if (own := OWN_FAULTS.get(type(item))) is not None:
        yield from own(path, item)


def _single_choice_faults(path: str, item: SingleChoice) -> Iterator[Fault]:
    yield from _option_faults(path, item)
    if item.weight == 0:
        return
    scores = [option.score for option in item.options]
    if any(score is None or score < 0 for score in scores):
        yield error(f"{path}.options", "option_without_score", "Every option of a scored choice needs 0 to 1.")
    elif max(scores, default=1) != 1 or min(scores, default=0) != 0:  # type: ignore[type-var]
        yield error(f"{path}.options", "option_range", "The best option must score 1 and the worst 0.")


def _multi_choice_faults(path: str, item: MultiChoice) -> Iterator[Fault]:
    yield from _option_faults(path, item)
    if item.weight and _best_choice(item) < 1 - 1e-9:
        yield error(f"{path}.options", "option_range", "All favourable options together must reach 1.")


def _option_faults(path: str, item: SingleChoice | MultiChoice) -> Iterator[Fault]:
    if len(item.options) < 2:
        yield error(f"{path}.options", "too_few_options", "A choice needs at least two options.")
    for key, count in Counter(option.key for option in item.options).items():
        if count > 1:
            yield error(f"{path}.options", "duplicate_key", f"Option key `{key}` is used twice.")


def _best_choice(item: MultiChoice) -> float:
    """What the best answer scores: all favourable options at once, or an exclusive one alone."""
    scores = [(option.exclusive, max(option.score or 0.0, 0.0)) for option in item.options]
    together = sum(score for exclusive, score in scores if not exclusive)
    return max([together, *(score for exclusive, score in scores if exclusive)])


def _scale_faults(path: str, item: Scale) -> Iterator[Fault]:
    if not 2 <= len(item.levels) <= 11:
        yield error(f"{path}.levels", "scale_levels", "A scale has 2 to 11 levels.")


def _photo_faults(path: str, item: Photo) -> Iterator[Fault]:
    if item.minimum > item.maximum:
        yield error(f"{path}.minimum", "range_empty", "`minimum` is above `maximum`.")


def _number_faults(path: str, item: Number) -> Iterator[Fault]:
    if item.minimum >= item.maximum:
        yield error(f"{path}.minimum", "range_empty", "`minimum` must be below `maximum`.")
    yield from _threshold_faults(path, item, item.minimum)


def _duration_faults(path: str, item: Duration) -> Iterator[Fault]:
    if not item.measures:
        yield error(f"{path}.measures", "missing", "Name at least one phase to measure.")
    if item.good is not None and item.bad is not None and item.good > item.bad:
        yield error(f"{path}.good", "thresholds_reversed", "For a waiting time `good` is less than `bad`.")
    yield from _threshold_faults(path, item, 0)


def _threshold_faults(path: str, item: Measured, minimum: float) -> Iterator[Fault]:
    good, bad = item.good, item.bad
    if good is None or bad is None:
        if item.weight > 0 or good is not None or bad is not None:
            yield error(f"{path}.good", "thresholds_missing", "A scored measure needs both `good` and `bad`.")
        return
    if good == bad:
        yield error(f"{path}.good", "thresholds_equal", "`good` and `bad` must differ.")
    if min(good, bad) < 0:
        yield error(f"{path}.good", "thresholds_negative", "Tiers multiply the thresholds: neither can be below 0.")
    if not minimum <= good <= item.maximum:
        yield error(f"{path}.good", "good_out_of_range", "No answer in range could earn everything.")
    if item.hard_fail is not None and (item.hard_fail - bad) * (bad - good) < 0:
        yield error(f"{path}.hard_fail", "hard_fail_inside", "`hard_fail` must not be nearer to `good` than `bad` is.")


OWN_FAULTS: dict[type[Item], Callable[[str, Any], Iterator[Fault]]] = {
    SingleChoice: _single_choice_faults,
    MultiChoice: _multi_choice_faults,
    Scale: _scale_faults,
    Number: _number_faults,
    Duration: _duration_faults,
    Photo: _photo_faults,
}
"""What can be wrong with one kind of item only."""


def _index_faults(checklist: Checklist) -> Iterator[Fault]:
    for s, section in enumerate(checklist.sections):
        if section.pillar is None:
            yield error(f"sections[{s}].pillar", "missing", "Every section of an index checklist has a pillar.")
        if section.level > 1 and section.nature != "human":
            yield error(f"sections[{s}].level", "level_needs_human", "Levels 2 and 3 are human by nature.")
    for pillar in PILLARS:
        if not any(_anchors(section, pillar) for section in checklist.sections):
            message = f"Pillar `{pillar}` needs a human section with a scored item that is always asked."
            yield error("sections", "no_unconditional_human_section", message)


def _anchors(section: Section, pillar: Pillar) -> bool:
    """An unconditional human section whose score can always exist."""
    asked = any(item.weight > 0 and item.visible_if is None for item in section.items)
    return section.pillar == pillar and section.nature == "human" and section.visible_if is None and asked


def _index_warnings(checklist: Checklist) -> Iterator[Fault]:
    human = [section for section in checklist.sections if section.nature == "human"]
    counts = {p: sum(i.weight > 0 for s in human if s.pillar == p for i in s.items) for p in PILLARS}
    for pillar, count in counts.items():
        if count < MIN_HUMAN_ITEMS:
            message = f"Pillar `{pillar}` asks {count} human items; {MIN_HUMAN_ITEMS} or more are steadier."
            yield warning("sections", "few_human_items", message)
    if max(counts.values()) > MAX_ITEM_RATIO * min(counts.values()):
        yield warning("sections", "uneven_pillars", f"Human items per pillar differ much: {counts}.")
    for level in (2, 3):
        if not any(section.level == level for section in checklist.sections):
            yield warning("sections", "level_absent", f"No section observes level {level} of service maturity.")
