"""Words that everybody uses: what is no name at the beginning of a sentence, where every word has a capital.

How common words are is from wordfreq (Robyn Speer, CC BY-SA 4.0). Names are common, too; so this only ever takes a
doubt away, and never from a name that is listed.
"""

import gzip
from collections.abc import Iterator
from functools import lru_cache
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec

import msgspec
import numpy as np
from numpy.typing import NDArray

from checklists.masking.folding import fold

_EVERYDAY = {"en": 3.8, "de": 3.5, "sv": 3.5, "lt": 3.3, "tr": 3.6}
"""From which frequency on; 3 is once in a million words, 6 once in a thousand."""
_Hashes = NDArray[np.int64]


def is_everyday(word: str, language: str) -> bool:
    """`word` is folded."""
    return _is_among(word, _everyday(language))


def is_rare(word: str, language: str) -> bool:
    """Not even once in a million words."""
    return not _is_among(word, _ever(language))


def _is_among(word: str, listed: _Hashes) -> bool:
    wanted = hash(word)
    place = int(np.searchsorted(listed, wanted))
    return place < len(listed) and int(listed[place]) == wanted


@lru_cache(maxsize=8)
def _everyday(language: str) -> _Hashes:
    return _down_to(_EVERYDAY.get(language, 9.0), language)


@lru_cache(maxsize=8)
def _ever(language: str) -> _Hashes:
    return _down_to(0.0, language)


def _down_to(frequency: float, language: str) -> _Hashes:
    """In order. Hashes, of 64 bits: the words themselves are 31 MB in five languages, and these are 3."""
    if language not in _EVERYDAY:
        return np.empty(0, dtype=np.int64)
    return np.unique(np.fromiter(map(hash, map(fold, _listed(frequency, language))), dtype=np.int64))


def _listed(frequency: float, language: str) -> Iterator[str]:
    """One list after the other: all at once would leave the process larger than what is kept of them."""
    packed = msgspec.msgpack.decode(gzip.decompress(_file(language)), type=list[msgspec.Raw])
    # Behind a header, the n-th list has the words of frequency 9 - n/100.
    for words in packed[1 : round((9 - frequency) * 100) + 2]:
        yield from msgspec.msgpack.decode(words, type=list[str])


def _file(language: str) -> bytes:
    """Read without importing the package, which would bring 10 MB of what only counting words needs."""
    found = find_spec("wordfreq")
    if found is None or not isinstance(found.loader, SourceFileLoader):
        raise ModuleNotFoundError("wordfreq")
    beside = found.loader.path.removesuffix("__init__.py")
    return found.loader.get_data(f"{beside}data/small_{language}.msgpack.gz")
