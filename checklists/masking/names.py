"""Names of people whom nobody listed: by title, introduction, common names, endings, and the doubt of a capital letter.

In German every noun has a capital, so there a doubt needs more: a deed right behind the word, and no article before it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from checklists.masking.everyday import is_everyday, is_rare
from checklists.masking.folding import Word, lexicon, words
from checklists.masking.inflections import SHORTEST, is_turkish_tail, lithuanian_forms, possessor, turkish_stems
from checklists.masking.spans import BLANK, Span
from checklists.masking.speech import SPEECHES, Speech

_STARTS_SENTENCE = re.compile(r"(?:^|[.!?…:;\n•*>|]|(?:^|\s)[-–—])[\s\"'“”„«»‘’(\[]*$")
_JOINT = re.compile(r"[ \u00a0]|-")
_TITLE_JOINT = re.compile(r"[ \u00a0]{1,2}|\.[ \u00a0]?")
_INITIAL_JOINT = re.compile(r"\.[ \u00a0]?")
_ABBREVIATED = re.compile(r"\b\w\.\s?$")
_COMMA_BEFORE = re.compile(r",\s$")
_COMMA_AFTER = re.compile(r",\s")
_NOUN = re.compile(r"(?:ung|heit|keit|schaft|ion|tat|chen|nis|tum|ismus|ment|zeug|werk|zeit)s?$")
_QUOTE_OPENS = re.compile(r"[\"“„”»«]$")
_QUOTE_CLOSES = re.compile(r"[\"“”»«.,]")
_DEFINITE = re.compile(r"\w{2,}(?:(?<!s)en|et|arna|erna|orna)$")  # a Swedish noun with its article
_HONORIFICS = lexicon(
    "mr mrs ms miss herr herrn frau fru fröken ponas pono ponui poną ponia ponios poniai ponią bay bayan"
)
_NEAR = 80  # characters before a word that are looked at
_ENDINGS = {
    "lt": re.compile(
        r"\w{2,}(?:ausk|insk|evic|avic|ovic)(?:as|o|ui|a|u|e|ai|ius|iaus|iui|iu|iumi|iau)|\w{3,}ien(?:e|es|ei)"
        r"|\w{3,}(?:ait|yt|ut)(?:e|es|ei|is|io|ciu)|\w{3,}un(?:as|o|ui|aite)"
    ),
    "sv": re.compile(r"\w{3,}ssons?|\w{2,}(?:qvist|kvist|strom|gren|lund|berg|dahl)s?"),
    "tr": re.compile(r"\w{3,}oglu(?:\w{0,5})?"),
    "de": re.compile(r"\w{3,}(?:hausen|mann|mayer|meier|meyer|bauer|huber)s?"),
}
_ANYWHERE = re.compile(
    r"\w{3,}(?:owski|ewski|inski|ovich|evich|escu|opoulos|akis|adze|shvili|enko|ovic|evic|yan)(?:s|m|ego)?"
)
_EVERYDAY = lexicon("zimmermann fachmann kaufmann landmann jemand niemand feuerwehrmann obmann mergaite")
_MOST_IN_A_NAME = 3


def name_spans(text: str, language: str) -> Iterator[Span]:
    if language in SPEECHES:
        yield from _Search(text, language).spans()
    else:
        for known in SPEECHES:
            yield from _Search(text, known).spans()


@lru_cache(maxsize=8)
def _first_names(language: str) -> frozenset[str]:
    """First names of every language, because people move. In Lithuanian all are declined."""
    return _declined(frozenset().union(*(speech.first_names for speech in SPEECHES.values())), language)


@lru_cache(maxsize=8)
def _surnames(language: str) -> frozenset[str]:
    return _declined(frozenset().union(*(speech.surnames for speech in SPEECHES.values())), language)


@lru_cache(maxsize=8)
def _own_names(language: str) -> frozenset[str]:
    return _declined(SPEECHES[language].first_names | SPEECHES[language].surnames, language)


@lru_cache(maxsize=1)
def _undeclined() -> frozenset[str]:
    return frozenset().union(*(speech.first_names | speech.surnames for speech in SPEECHES.values()))


def _declined(names: frozenset[str], language: str) -> frozenset[str]:
    return names.union(*map(lithuanian_forms, names)) if language == "lt" else names


class _Search:
    """One text in one language."""

    def __init__(self, text: str, language: str) -> None:
        self._text, self._language = text, language
        self._speech: Speech = SPEECHES[language]
        self._words = words(text)
        self._first, self._last = _first_names(language), _surnames(language)
        letters = [letter for letter in text if letter.isalpha()]
        # What is hidden may have been the only capital.
        small = not any(map(str.isupper, letters)) and BLANK not in text
        self._caseless = small or not any(map(str.islower, letters))

    def spans(self) -> Iterator[Span]:
        yield from self._introduced()
        yield from self._initialled()
        for n, word in enumerate(self._words):
            yield from self._titled(n, word)
            if self._speech.titles_after and (span := self._titled_after(n, word)):
                yield span
            if span := self._listed(n, word) or self._doubted(n, word):
                yield span

    def _introduced(self) -> Iterator[Span]:
        """What stands behind `my name is`."""
        for match in self._speech.introductions.finditer(self._text):
            n = next((n for n, word in enumerate(self._words) if word.start == match.end()), None)
            if n is not None and (span := self._named_here(n)):
                yield span

    def _initialled(self) -> Iterator[Span]:
        """`K. Aydıner`, and not `z. B. Kaffee`."""
        for n, word in enumerate(self._words[:-1]):
            name = self._words[n + 1]
            initial = len(word.text) == 1 and self._has_capital(word) and _INITIAL_JOINT.fullmatch(self._gap(n))
            if not initial or not self._has_capital(name) or len(name.folded) < 3 or self._is_no_name(name):
                continue
            abbreviation = _ABBREVIATED.search(self._text[: word.start])
            if not abbreviation and not self._is_everyday(name):
                yield Span(start=word.start, end=self._end(n + 1), kind="name")

    def _titled(self, n: int, word: Word) -> Iterator[Span]:
        if word.folded not in self._speech.titles or n + 1 >= len(self._words):
            return
        gap = self._gap(n)
        abbreviated = "." not in gap or len(word.folded) <= SHORTEST
        span = self._named_here(n + 1) if abbreviated and _TITLE_JOINT.fullmatch(gap) else None
        # `kollegin dazu`: behind what somebody does, a small letter is no name.
        if span and (span.certain or self._has_capital(self._words[n + 1]) or word.folded in _HONORIFICS):
            yield span

    def _titled_after(self, n: int, word: Word) -> Span | None:
        """`Ahmet Yılmaz Bey`."""
        if n == 0 or not self._is_title_after(word) or not _JOINT.fullmatch(self._gap(n - 1)):
            return None
        name = self._words[n - 1]
        if self._is_common(name) or name.folded in self._speech.titles_after:
            return None
        certain = self._has_capital(name) or self._is_first(name)
        first = n - 2 if n > 1 and self._continues(n - 2) and self._has_capital(self._words[n - 2]) else n - 1
        if self._is_common(self._words[first]) or self._is_everyday(self._words[first]):
            first = n - 1
        return Span(start=self._words[first].start, end=name.end, kind="name", certain=certain)

    def _named_here(self, n: int) -> Span | None:
        """A name is expected at word `n`: a capital makes it one, a small letter leaves a doubt."""
        word = self._words[n]
        if self._is_common(word) or word.text[:1].isdigit() or word.folded in self._speech.titles:
            return None
        known = self._is_first(word) or self._is_last(word)
        if not self._has_capital(word) and not self._caseless and self._is_everyday(word):
            return None
        certain = known or (self._has_capital(word) and not self._caseless)
        if not certain and len(word.folded) < 3:
            return None
        return Span(start=word.start, end=self._end(n), kind="name", certain=certain)

    def _listed(self, n: int, word: Word) -> Span | None:
        if self._is_first(word):
            return self._by_first_name(n, word)
        if self._has_capital(word) and (self._has_ending(word) or (self._is_last(word) and not self._is_word(word))):
            return Span(start=word.start, end=self._end(n), kind="name")
        return None

    def _by_first_name(self, n: int, word: Word) -> Span | None:
        plain = not self._is_word(word)
        if self._caseless:
            return Span(start=word.start, end=word.end, kind="name") if plain else None
        if not self._has_capital(word):
            lower = plain and len(word.folded) >= SHORTEST and self._is_small_name(word)
            return Span(start=word.start, end=word.end, kind="name", certain=False) if lower else None
        end = self._end(n)
        if plain or end > word.end:
            return Span(start=word.start, end=end, kind="name")
        return self._ambiguous(n, word)

    def _ambiguous(self, n: int, word: Word) -> Span | None:
        """A name that is a word, too: `Rose` or `rose`."""
        if self._speech.nouns_are_capital:
            before = self._words[n - 1].folded if n else ""
            named = before not in self._speech.determiners and not self._is_common(word) and self._acts(n)
            return Span(start=word.start, end=word.end, kind="name", certain=False) if named else None
        if self._starts_sentence(word):
            named = self._acts(n) and not self._is_common(word)
            return Span(start=word.start, end=word.end, kind="name", certain=False) if named else None
        return None if word.folded in self._speech.capital else Span(start=word.start, end=word.end, kind="name")

    def _doubted(self, n: int, word: Word) -> Span | None:
        if self._caseless or not self._has_capital(word) or len(word.folded) < 3 or self._is_no_name(word):
            return None
        doubtful = self._doubted_noun(n, word) if self._speech.nouns_are_capital else self._doubted_capital(n, word)
        return Span(start=word.start, end=self._end(n), kind="name", certain=False) if doubtful else None

    def _doubted_noun(self, n: int, word: Word) -> bool:
        """In German: before a deed, or where a noun would have an article."""
        if self._is_everyday(word):
            return False
        starts = self._starts_sentence(word)
        before = self._words[n - 1].folded if n and not starts else ""
        if before in self._speech.determiners:
            return False
        alone = not starts and (before in self._speech.before_names or self._stands_apart(word))
        return self._acts(n) or (alone and not _NOUN.search(word.folded))

    def _doubted_capital(self, n: int, word: Word) -> bool:
        """In the other languages: everywhere but at the beginning of a sentence; there, before a deed."""
        if not self._starts_sentence(word):
            return True
        if self._language == "tr" and is_turkish_tail(word.tail):
            return True
        if self._language == "sv" and _DEFINITE.search(word.folded):
            return False
        rare = self._speech.rare_is_doubtful and self._is_rare(word)
        return rare or (self._acts(n) and not self._is_everyday(word))

    def _stands_apart(self, word: Word) -> bool:
        """Between commas: `der Verkäufer, Enes, ...`."""
        return bool(_COMMA_BEFORE.search(self._text[: word.start]) and _COMMA_AFTER.match(self._text, word.end))

    def _end(self, n: int) -> int:
        """Where the name that begins at word `n` ends: surnames and initials follow."""
        last = n
        while last + 1 < len(self._words) and last - n + 1 < _MOST_IN_A_NAME and self._continues(last):
            last += 1
        return self._words[last].end

    def _continues(self, n: int) -> bool:
        """Does the name go on from word `n` to the next one?"""
        if n < 0 or not _JOINT.fullmatch(self._gap(n)):
            return False
        word = self._words[n + 1]
        if not self._has_capital(word) or self._caseless or self._is_no_name(word):
            return False
        if len(word.text) == 1:
            return True
        sure = self._is_first(word) or self._is_last(word) or self._has_ending(word)
        return sure or not self._speech.nouns_are_capital or not self._is_everyday(word)

    def _gap(self, n: int) -> str:
        return self._text[self._words[n].end : self._words[n + 1].start]

    def _acts(self, n: int) -> bool:
        return (
            n + 1 < len(self._words) and self._words[n + 1].folded in self._speech.deeds and BLANK not in self._gap(n)
        )

    def _starts_sentence(self, word: Word) -> bool:
        before = self._text[max(0, word.start - _NEAR) : word.start]
        quoted = _QUOTE_OPENS.search(before) and not _QUOTE_CLOSES.match(self._text, word.end)
        return bool(quoted or _STARTS_SENTENCE.search(before))

    @staticmethod
    def _has_capital(word: Word) -> bool:
        return word.capital

    def _is_first(self, word: Word) -> bool:
        return self._is_in(word, self._first)

    def _is_last(self, word: Word) -> bool:
        return self._is_in(word, self._last)

    def _is_in(self, word: Word, names: frozenset[str]) -> bool:
        if word.folded in names:
            return word.folded in _undeclined() or not self._is_everyday(word)
        if not word.tail and (self._is_everyday(word) or (self._language == "tr" and not self._is_rare(word))):
            return False  # a word of its own, and no form of a name
        if not word.tail and possessor(word.folded) in names:
            return True
        return self._language == "tr" and any(stem in names for stem in turkish_stems(word.folded))

    def _has_ending(self, word: Word) -> bool:
        ending = _ENDINGS.get(self._language)
        found = _ANYWHERE.fullmatch(word.folded) or (ending and ending.fullmatch(word.folded))
        return (
            bool(found) and word.folded not in _EVERYDAY and not self._is_common(word) and self._is_rare_surname(word)
        )

    def _is_rare_surname(self, word: Word) -> bool:
        """In Turkish, where many words end like names of neighbours: `arayan`."""
        return self._language != "tr" or self._is_rare(word) or word.folded.endswith("oglu")

    def _is_title_after(self, word: Word) -> bool:
        after = self._speech.titles_after
        return word.folded in after or any(stem in after for stem in _short_stems(word.folded))

    def _is_common(self, word: Word) -> bool:
        if word.folded in self._speech.common:
            return True
        return self._language == "tr" and any(stem in self._speech.common for stem in turkish_stems(word.folded))

    def _is_everyday(self, word: Word) -> bool:
        """Names of this language are none, however common."""
        return word.folded not in _own_names(self._language) and is_everyday(word.folded, self._language)

    def _is_rare(self, word: Word) -> bool:
        return is_rare(word.folded, self._language)

    def _is_small_name(self, word: Word) -> bool:
        """A listed name with a small letter, and not just a common word that looks like a form of one."""
        if word.folded in _undeclined():
            return not self._is_everyday(word)
        return self._language != "tr" and not is_everyday(word.folded, self._language)

    def _is_word(self, word: Word) -> bool:
        return word.folded in self._speech.ambiguous or self._is_common(word)

    def _is_no_name(self, word: Word) -> bool:
        known = self._is_common(word) or word.folded in self._speech.capital
        short = word.text.isupper() and len(word.text) <= _LONGEST_ABBREVIATION and len(word.text) > 1
        return known or short or any(map(str.isdigit, word.text))


_LONGEST_ABBREVIATION = 5


def _short_stems(word: str) -> list[str]:
    """`beyin`, `hanima`: titles are shorter than names may be."""
    return [word[:n] for n in range(3, len(word)) if is_turkish_tail(word[n:])]
