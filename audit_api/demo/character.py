"""What a branch is really like: hidden from everybody, and the source of every answer about it."""

from random import Random

import msgspec

from audit_api.demo.dice import clip
from checklists.definition import PILLARS, Nature, Pillar
from checklists.item_scores import Tier

AVERAGE, BETWEEN_BRANCHES, BETWEEN_PILLARS = 0.5, 0.1, 0.05
SPEED, BETWEEN_SPEEDS = 0.62, 0.13
# Who pays more gets more, though not as much more as expected.
TIER_LIFT: dict[Tier, float] = {"basic": -0.05, "standard": 0.0, "premium": 0.06}


class Character(msgspec.Struct, frozen=True, kw_only=True):
    """Qualities from 0 to 1 in the middle of the year; `drift`: change over the year, `turn`: one sudden change."""

    speed: float
    human: dict[Pillar, float]
    drift: float
    turn: float
    turns_at: float

    def quality(self, pillar: Pillar | None, nature: Nature, when: float) -> float:
        """`when`: 0 a year ago, 1 today. Without a pillar, the mean of all."""
        change = self.drift * (when - 0.5) + (self.turn if when > self.turns_at else 0.0)
        if nature == "standard":
            return clip(self.speed + change / 2)
        human = self.human[pillar] if pillar else sum(self.human.values()) / len(PILLARS)
        return clip(human + change)


def character(rng: Random, tier: Tier, kind: str) -> Character:
    """`kind`: "even"; "conveyor", fast but cold; "warm", kind but slow."""
    common = rng.gauss(AVERAGE, BETWEEN_BRANCHES) + TIER_LIFT[tier]
    speed = rng.gauss(SPEED, BETWEEN_SPEEDS)
    if kind == "conveyor":
        common, speed = min(common, AVERAGE) - 0.22, 0.95
    elif kind == "warm":
        common, speed = max(common, AVERAGE) + 0.17, 0.12
    return Character(
        speed=clip(speed, 0.05, 0.97),
        human={pillar: clip(rng.gauss(common, BETWEEN_PILLARS), 0.1, 0.95) for pillar in PILLARS},
        drift=rng.gauss(0.0, 0.08),
        turn=rng.choice((-0.14, 0.14)) if rng.random() < 0.2 else 0.0,
        turns_at=rng.uniform(0.35, 0.8),
    )
