"""The result of a branch from one wave of fieldwork (decision 0018): a headline of the wave's audits, unweighted.

What shoppers are like and how much branches differ is taken from the calibration of the whole year.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import fsum

import msgspec

from checklists.headline import BranchSums, DatedIndex, Headline, headline_of
from checklists.parameters import CCI_1, IndexParameters
from checklists.snapshot import Snapshot


def wave_sums(audits: Iterable[DatedIndex]) -> BranchSums | None:
    """Unweighted: every audit counts the same, however old it is. None without one."""
    own = list(audits)
    if not own:
        return None
    shoppers = Counter(audit.shopper for audit in own)
    return BranchSums(
        weight=float(len(own)),
        index_sum=fsum(audit.index for audit in own),
        offset_sum=fsum(audit.offset for audit in own),
        shopper_weights={shopper: float(count) for shopper, count in shoppers.items()},
        audits=len(own),
    )


def wave_headline(sums: BranchSums, snapshot: Snapshot, params: IndexParameters = CCI_1) -> Headline:
    """The headline of a branch in a wave. Nothing is said of further audits: a wave that is over gets none."""
    found = headline_of(sums, snapshot, params)
    return msgspec.structs.replace(found, missing_audits=None, audits_per_quarter=None)


def mean_of(headlines: Sequence[Headline], snapshot: Snapshot) -> float | None:
    """The mean of the corrected results, each as heavy as it is sure. None without branches."""
    if not headlines:
        return None
    sure = [1 / (snapshot.true_variance + one.noise) for one in headlines]
    return fsum(weight * one.corrected for weight, one in zip(sure, headlines, strict=True)) / fsum(sure)
