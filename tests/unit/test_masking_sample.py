"""How much of what should be hidden is hidden, in sentences that the rules were not made from.

A line a sentence; what must not be read is in brackets. The figures stand in docs/coaching.md.
"""

import re
from pathlib import Path

import pytest

from checklists.masking import MaskWords, mask

SAMPLES = Path(__file__).parent / "masking_sample"
MARKED = re.compile(r"\[(.*?)\]")
WORD = re.compile(r"[^\W_]+")
RECALL = {"en": 0.96, "de": 0.87, "sv": 0.95, "lt": 0.99, "tr": 0.99}
PRECISION = {"en": 0.96, "de": 0.87, "sv": 0.99, "lt": 0.88, "tr": 0.84}


def _letters(line: str) -> tuple[str, set[int]]:
    """The sentence without brackets, and the places that must be hidden."""
    text, secret = "", set[int]()
    for n, part in enumerate(MARKED.split(line)):
        if n % 2:
            secret |= set(range(len(text), len(text) + len(part)))
        text += part
    return text, secret


def measured(language: str) -> tuple[int, int, int, int]:
    """Words that had to be hidden, those of them that were, words that were hidden, sentences that wait."""
    wanted = found = hidden = waiting = 0
    for line in (SAMPLES / f"{language}.txt").read_text().splitlines():
        text, secret = _letters(line)
        masked = mask(text, language, MaskWords())
        dark = {at for span in masked.spans for at in range(span.start, span.end)}
        for word in WORD.finditer(text):
            places = set(range(*word.span()))
            wanted += bool(places & secret)
            found += bool(places & secret and places & dark)
            hidden += bool(places & dark)
        waiting += not masked.certain
    return wanted, found, hidden, waiting


@pytest.mark.parametrize("language", RECALL)
def test_so_much_is_hidden_and_so_much_of_it_rightly(language: str) -> None:
    wanted, found, hidden, _ = measured(language)
    assert found / wanted >= RECALL[language]
    assert found / hidden >= PRECISION[language]
