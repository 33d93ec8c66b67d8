"""Words that everybody uses: what is no name at the beginning of a sentence, where every word has a capital.

How common words are is from wordfreq (Robyn Speer, CC BY-SA 4.0). Names are common, too; so this only ever takes a
doubt away, and never from a name that is listed.
"""

from functools import lru_cache

from checklists.masking.folding import fold

_EVERYDAY = {"en": 3.8, "de": 3.5, "sv": 3.5, "lt": 3.3, "tr": 3.6}
"""From which frequency on; 3 is once in a million words, 6 once in a thousand."""


def is_everyday(word: str, language: str) -> bool:
    """`word` is folded."""
    return word in _everyday(language)


def is_rare(word: str, language: str) -> bool:
    """Not even once in a million words."""
    return word not in _ever(language)


@lru_cache(maxsize=8)
def _everyday(language: str) -> frozenset[str]:
    return _down_to(_EVERYDAY.get(language, 9.0), language)


@lru_cache(maxsize=8)
def _ever(language: str) -> frozenset[str]:
    return _down_to(0.0, language)


def _down_to(frequency: float, language: str) -> frozenset[str]:
    # Only who masks pays for it: 37 MB in five languages.
    from wordfreq import available_languages, read_cBpack

    if language not in _EVERYDAY:
        return frozenset()
    # The n-th list has the words of frequency 9 - n/100.
    lists = read_cBpack(available_languages("small")[language])[: round((9 - frequency) * 100) + 1]
    return frozenset(fold(word) for words in lists for word in words)
