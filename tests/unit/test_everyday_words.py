import subprocess
import sys
import tracemalloc

import pytest
from wordfreq import available_languages, read_cBpack

from checklists.masking import everyday
from checklists.masking.everyday import is_everyday, is_rare
from checklists.masking.folding import fold

LANGUAGES = ("en", "de", "sv", "lt", "tr")
MASKS = """
import sys
from checklists.masking import MaskWords, mask
print(mask("Zweimal fragte ich nach dem Preis.", "de", MaskWords()).text, "wordfreq" in sys.modules)
"""


@pytest.mark.parametrize(("language", "frequency"), [("en", 3.8), ("de", 3.5), ("sv", 3.5), ("lt", 3.3), ("tr", 3.6)])
def test_the_words_are_those_of_the_list(language: str, frequency: float) -> None:
    lists = [[fold(word) for word in words] for words in read_cBpack(available_languages("small")[language])]
    ever = {word for words in lists for word in words}
    common = {word for words in lists[: round((9 - frequency) * 100) + 1] for word in words}
    assert 5_000 < len(common) < len(ever)
    assert {word for word in ever if is_everyday(word, language)} == common
    assert not any(is_rare(word, language) for word in ever)
    unknown = [f"{word}qx" for word in sorted(ever)[::50] if f"{word}qx" not in ever]
    assert all(is_rare(word, language) and not is_everyday(word, language) for word in unknown)


def test_an_unknown_language_has_no_everyday_words() -> None:
    assert not is_everyday("the", "nl") and is_rare("the", "nl")


def test_the_words_take_little_memory() -> None:
    """A server that has masked goes on with it: as words they took 31 MB."""
    everyday._everyday.cache_clear()
    everyday._ever.cache_clear()
    tracemalloc.start()
    try:
        for language in LANGUAGES:
            is_everyday("a", language)
            is_rare("a", language)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 4 * 2**20


def test_masking_does_not_load_the_package_that_counts_words() -> None:
    done = subprocess.run([sys.executable, "-c", MASKS], capture_output=True, text=True, check=True)
    assert done.stdout == "Zweimal fragte ich nach dem Preis. False\n"
