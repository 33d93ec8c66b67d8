"""Sentences in a shopper's own words, drawn so that no audit says the same thing twice."""

from random import Random
from typing import Any, Literal

from audit_api.demo.words import Words
from checklists.items import Item

Band = Literal["bad", "mixed", "good"]

THEMES: dict[str, str] = {
    "script_fit": "flexibility",
    "adapted": "flexibility",
    "listened": "flexibility",
    "customer_fit": "flexibility",
    "tone_warmth": "tone",
    "tone": "tone",
    "courier_tone": "tone",
    "reassurance": "worry",
    "special_request": "request",
    "special_wish": "request",
    "exception_handling": "request",
    "settled": "solution",
    "solution": "solution",
    "others_data": "privacy",
    "others_data_disclosed": "privacy",
    "disrespect": "disrespect",
    "insulted": "disrespect",
    "help_refused": "refused",
    "argued": "refused",
    "surprise_fee": "fee",
    "goods_condition": "goods",
    "first_attempt": "missed",
    "phone_wait": "wait",
    "queue_wait": "wait",
    "reply_time": "wait",
    "callback": "callback",
    "promised_callback": "callback",
    "missed_callback": "callback",
    "follow_up_kept": "callback",
    "total_price": "cost",
    "extra_step": "delight",
    "unasked_help": "delight",
    "extra_steps": "delight",
}
"""Item -> what a comment on it is about. Comments on anything else say what will be remembered."""
LAST_RESORT = "memory"
ENDING, SECOND_SENTENCE = 0.4, 0.15
NOT_SPOKEN = frozenset({"written", "delivery"})
"""Where what is said of conversations would sound odd, as long as there is something of their own."""


class Narrator:
    """One shopper's voice in one audit. `facts` fill the slots of the sentences."""

    def __init__(self, spoken: Words, channel: str, facts: dict[str, Any], rng: Random) -> None:
        self._words, self._channel, self._facts, self._rng = spoken, channel, facts, rng
        self._said: set[str] = set()
        self._ended = False

    def about(self, item: Item, band: Band, detail: str = "", **facts: Any) -> str | None:
        """A comment on `item`, or None when there is nothing to say. `detail` narrows it, such as the option chosen."""
        pool = self._pool(THEMES.get(item.key, LAST_RESORT), band, detail)
        if not pool and THEMES.get(item.key):
            return None
        return self._composed(pool or self._pool(LAST_RESORT, band, ""), band, facts)

    def themed(self, theme: str, band: Band) -> str:
        return self._composed(self._pool(theme, band, ""), band, {})

    def _pool(self, theme: str, band: Band, detail: str) -> list[str]:
        sentences, channel = self._words.narratives[theme], self._channel
        own = sentences.get(f"{band} {channel}", [])
        if own and channel in NOT_SPOKEN:
            return own
        names = (band, f"{band} {detail}", f"{band} {detail} {channel}") if detail else (band,)
        return own + [sentence for name in names for sentence in sentences.get(name, [])]

    def _composed(self, pool: list[str], band: Band, facts: dict[str, Any]) -> str:
        said = [self._fresh(pool)]
        if band != "mixed" and len(pool) > 3 and self._rng.random() < SECOND_SENTENCE:
            said.append(self._fresh(pool))
        if band != "mixed" and not self._ended and self._rng.random() < ENDING:
            self._ended = True
            said.append(self._rng.choice(self._words.endings[band]))
        return " ".join(dict.fromkeys(said)).format(**self._facts, **facts)

    def _fresh(self, pool: list[str]) -> str:
        sentence = self._rng.choice([each for each in pool if each not in self._said] or pool)
        self._said.add(sentence)
        return sentence
