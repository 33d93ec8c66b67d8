"""How much of what should be hidden is hidden, and how much with nothing to hide waits for a person.

A line a sentence; what must not be read is in brackets. The rules were improved with the sentences of `masking_sample`
in sight; those of `masking_unseen` were written afterwards. The figures stand in docs/coaching.md.
"""

import re
from pathlib import Path

import msgspec
import pytest

from checklists.masking import MaskWords, mask

SEEN = Path(__file__).parent / "masking_sample"
UNSEEN = Path(__file__).parent / "masking_unseen"
MARKED = re.compile(r"\[(.*?)\]")
WORD = re.compile(r"[^\W_]+")
LANGUAGES = ("en", "de", "sv", "lt", "tr")
RECALL = {"en": 0.99, "de": 0.97, "sv": 0.96, "lt": 0.98, "tr": 0.98}
PRECISION = {"en": 0.98, "de": 0.97, "sv": 0.98, "lt": 0.96, "tr": 0.88}
CLEAN_THAT_WAIT = 0.04
SENTENCES = 100


class Measured(msgspec.Struct):
    """Words that had to be hidden, those of them that were, and all that were hidden; sentences with nothing to hide,
    those of them that wait, and all that wait.
    """

    wanted: int = 0
    found: int = 0
    hidden: int = 0
    sentences: int = 0
    clean: int = 0
    clean_waiting: int = 0
    waiting: int = 0


def _letters(line: str) -> tuple[str, set[int]]:
    """The sentence without brackets, and the places that must be hidden."""
    text, secret = "", set[int]()
    for n, part in enumerate(MARKED.split(line)):
        if n % 2:
            secret |= set(range(len(text), len(text) + len(part)))
        text += part
    return text, secret


def measured(path: Path) -> Measured:
    sums = Measured()
    for line in path.read_text().splitlines():
        text, secret = _letters(line)
        masked = mask(text, path.stem, MaskWords())
        dark = {at for span in masked.spans for at in range(span.start, span.end)}
        for word in WORD.finditer(text):
            places = set(range(*word.span()))
            sums.wanted += bool(places & secret)
            sums.found += bool(places & secret and places & dark)
            sums.hidden += bool(places & dark)
        sums.sentences += 1
        sums.clean += not secret
        sums.waiting += not masked.certain
        sums.clean_waiting += not secret and not masked.certain
    return sums


@pytest.mark.parametrize("language", LANGUAGES)
def test_so_much_is_hidden_and_so_much_of_it_rightly(language: str) -> None:
    sums = measured(SEEN / f"{language}.txt")
    assert sums.sentences >= SENTENCES
    assert sums.found / sums.wanted >= RECALL[language]
    assert sums.found / sums.hidden >= PRECISION[language]
    assert sums.clean_waiting / sums.clean <= CLEAN_THAT_WAIT


def test_sentences_that_the_rules_were_not_made_with_are_masked_as_well() -> None:
    sums = [measured(UNSEEN / f"{language}.txt") for language in LANGUAGES]
    assert sum(each.found for each in sums) / sum(each.wanted for each in sums) >= 0.97
    assert sum(each.found for each in sums) / sum(each.hidden for each in sums) >= 0.92
    assert sum(each.clean_waiting for each in sums) == 0
