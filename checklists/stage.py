"""The three stages of customer centricity, none to be skipped (index specification, section 7)."""

from typing import Literal

import msgspec

from checklists.parameters import CCI_1, IndexParameters

Stage = Literal[1, 2, 3]


class StageVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """`stage` by the headline; `between` the first and last stage that the interval still allows, when not one."""

    stage: Stage
    confirmed: bool
    between: tuple[Stage, Stage] | None


def stage(headline: float, level2: float | None, level3: float | None, params: IndexParameters = CCI_1) -> Stage:
    """1 developing quality service, 2 professional service, 3 customer service centre.

    Levels are shares in [0, 1]; one that was never observed cannot pass, so no conveyor leaves stage 1.
    """
    competent = level2 is not None and level2 >= params.level_gate
    initiative = level3 is not None and level3 >= params.level_gate
    professional, centre = params.stage_cuts
    if headline >= centre and competent and initiative:
        return 3
    return 2 if headline >= professional and competent else 1


def stage_verdict(
    headline: float,
    low: float,
    high: float,
    level2: float | None,
    level3: float | None,
    params: IndexParameters = CCI_1,
) -> StageVerdict:
    """Confirmed when both ends of the interval lie in one stage's range of the index."""
    first, last = stage(low, level2, level3, params), stage(high, level2, level3, params)
    return StageVerdict(
        stage=stage(headline, level2, level3, params),
        confirmed=first == last,
        between=None if first == last else (first, last),
    )
