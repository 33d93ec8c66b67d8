"""Words without their endings: `waited` and `waiting` are both `wait`, in five languages.

Examples keep the forms of their words, and a search asks for those of its own. Case and accents do not count.
"""

import re
from functools import lru_cache
from typing import Any

import snowballstemmer

from checklists.masking.folding import fold
from checklists.masking.spans import PLACEHOLDER

_STEMMERS = {"en": "english", "de": "german", "sv": "swedish", "lt": "lithuanian", "tr": "turkish"}
_WORD = re.compile(r"[^\W_]+")
_LOWER_TURKISH = str.maketrans({"I": "ı", "İ": "i"})
_MOST_WORDS = 12
"""Words of a search that are looked for; the rest is left out."""
# In every second sentence: a search does not insist on them, unless it has nothing else.
_EVERYWHERE = {
    "en": "a an the and or but of to in on at for with by from as is was were be been it he she they i we you his her",
    "de": "der die das den dem des ein eine einen einem einer und oder aber zu in im an am auf für mit von bei als ist "
    "war waren es er sie ich wir",
    "sv": "en ett den det de och eller men av till i på för med från som är var att jag han hon vi",
    "lt": "ir ar bet į iš su be per prie už nuo kad kaip yra buvo jis ji jie aš mes tai",
    "tr": "bir ve veya ama ile için bu şu o da de ki ben biz",
}


def forms_of(text: str, language: str) -> list[str]:
    """Of a masked narrative, each once, in order of the alphabet; what was masked is not to be found."""
    return sorted({_form(word, language) for word in _words(PLACEHOLDER.sub(" ", text), language)})


def wanted_forms(text: str, language: str) -> list[str]:
    """The word forms that a search text is found by, each once."""
    words = _words(text, language)[:_MOST_WORDS]
    telling = [word for word in words if word not in _everywhere(language)]
    return list(dict.fromkeys(_form(word, language) for word in telling or words))


def _words(text: str, language: str) -> list[str]:
    return _WORD.findall((text.translate(_LOWER_TURKISH) if language == "tr" else text).lower())


@lru_cache(maxsize=20_000)
def _form(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    if stemmer is None:
        return fold(word)
    form: str = stemmer.stemWord(word)
    while language == "tr" and len(shorter := stemmer.stemWord(form)) < len(form):
        form = shorter  # endings upon endings, of which it takes off some at a time: `çalışanlar`, `çalışan`
    return fold(form) or word


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(_STEMMERS[language]) if language in _STEMMERS else None


@lru_cache(maxsize=8)
def _everywhere(language: str) -> frozenset[str]:
    return frozenset(_EVERYWHERE.get(language, "").split())
