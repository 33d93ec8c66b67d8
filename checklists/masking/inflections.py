"""How a name changes in a sentence, on folded words: Lithuanian declines it, Turkish adds to it, others add an s."""

import re
from functools import lru_cache

# Nominative ending -> the endings that take its place, folded: `Jonas, Jono, Jonui, Joną`.
_DECLENSIONS = (
    ("ius", "ius iaus iui iu iumi iuje iau iai iams iais iuose"),
    ("ias", "ias io iui ia iu yje iai iams iais iuose"),
    ("iai", "iai iu iams ius iais iuose"),
    ("tis", "tis cio ciui ti ciu tyje ti ciai"),
    ("dis", "dis dzio dziui di dziu dyje di dziai"),
    ("tys", "tys cio ciui ti ciu tyje ty ciai"),
    ("dys", "dys dzio dziui di dziu dyje dy dziai"),
    ("te", "te tes tei te teje ciu tems temis"),
    ("de", "de des dei de deje dziu dems demis"),
    ("as", "as o ui a u e ai ams ais uose"),
    ("is", "is io iui i iu yje iai iams iais"),
    ("ys", "ys io iui i iu yje y iai"),
    ("us", "us aus ui u umi uje au ums"),
    ("uo", "uo ens eniui eni eniu enyje enie"),
    ("ia", "ia ios iai ia ioje ioms iomis"),
    ("ai", "ai u ams us ais uose"),
    ("os", "os u oms as omis ose"),
    ("es", "es iu ems es emis ese"),
    ("a", "a os ai a oje o oms omis"),
    ("e", "e es ei e eje iu ems emis"),
    ("i", "i ios iai ia ioje"),
    ("o", "o os ui a u oje"),
)
_GUEST = "as o ui a u e ai"  # a foreign name that ends in a consonant takes these: `Ahmetas, Ahmeto`
_TURKISH_TAIL = re.compile(
    r"(?:l[ae]r|n?[iu]n|[ynsd]?[iu](?:n[ae]?)?|[yn]?[ae]|n?[dt][ae]n?|y?l[ae]|[dt][iu]r|c[ae]|s[iu]z|l[iu]k?|k[iu]"
    r"|gil|c?[iu]g[iu]m|[iu]m|ym[iu]s|d[iu]){1,4}"
)
_HARDENED = {"d": "t", "b": "p", "g": "k", "c": "c"}
SHORTEST = 4  # letters: a shorter stem with a tail is more often another word


@lru_cache(maxsize=1024)
def lithuanian_forms(nominative: str) -> frozenset[str]:
    if len(nominative) < 3:
        return frozenset((nominative,))
    for ending, others in _DECLENSIONS:
        if nominative.endswith(ending) and len(nominative) - len(ending) >= 1:
            stem = nominative.removesuffix(ending)
            return frozenset((nominative, *(stem + other for other in others.split())))
    return frozenset((nominative, *(nominative + ending for ending in _GUEST.split())))


def turkish_stems(word: str) -> list[str]:
    """What is left of a word when a tail is taken away, longest first: `mehmetten` may be `mehmet`."""
    stems = [word[:n] for n in range(len(word) - 1, SHORTEST - 1, -1) if _TURKISH_TAIL.fullmatch(word, n)]
    return stems + [stem[:-1] + _HARDENED[stem[-1]] for stem in stems if stem[-1] in _HARDENED]


def is_turkish_tail(tail: str) -> bool:
    return bool(_TURKISH_TAIL.fullmatch(tail))


def possessor(word: str) -> str | None:
    """`Peters` may be of Peter."""
    return word[:-1] if word.endswith("s") and len(word) > SHORTEST else None
