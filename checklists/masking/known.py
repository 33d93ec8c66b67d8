"""Words that are known to give somebody away: names of branches, places, people, and the programme's own list.

A known word is found in any case, with or without accents, declined, with suffixes, spelled out, and with other spaces
or hyphens than it has in the list. That it hides an innocent word now and then is the price.
"""

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from checklists.masking.folding import Word, lexicon, words
from checklists.masking.inflections import SHORTEST, lithuanian_forms, possessor, turkish_stems
from checklists.masking.spans import Kind, Span

Phrase = tuple[str, ...]
LONGEST_PHRASE = 8
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
# Parts of a branch's name that every branch has; the rest of its name gives it away, even alone.
_GENERIC = lexicon(
    """
    the and old new town city centre center central north south east west street shop store branch clinic hospital
    office station market mall line call service desk department customer express plus online main und der die das
    am an im alt alte neu neue neustadt stadt mitte zentrum nord süd ost filiale klinik praxis laden markt bahnhof
    büro straße platz abteilung kunden hotline och i på gamla nya stan stad centrum norra södra östra västra butik
    butiken kliniken kontor torget gatan avdelning kund ir senamiestis centras miestas klinika parduotuvė skyrius
    biuras filialas gatvė stotis turgus prekybos naujasis ve eski yeni şehir merkez merkezi kuzey güney doğu batı
    şube şubesi kliniği mağaza mağazası ofis caddesi sokak çarşı hastanesi
    """
)


class MaskWords(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one programme: its own list, its branches and where they are, and the people.

    One for many texts: it is prepared once.
    """

    programme: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


class _Index(msgspec.Struct, frozen=True):
    """`forms`: a written form -> the words it may be a form of. `phrases`: words -> what they are."""

    forms: dict[str, frozenset[str]]
    phrases: dict[Phrase, Kind]
    together: dict[str, Kind]
    starts: frozenset[str]


def known_spans(text: str, known: MaskWords) -> Iterable[Span]:
    index = _index(known)
    if not index.phrases:
        return
    found = words(text)
    n = 0
    while n < len(found):
        kind, length = _at(found, n, index)
        if kind is not None:
            yield Span(start=found[n].start, end=found[n + length - 1].end, kind=kind)
        n += length


def _at(found: list[Word], n: int, index: _Index) -> tuple[Kind | None, int]:
    """The longest known phrase that begins with word `n`."""
    readings: list[Phrase] = [()]
    best: tuple[Kind | None, int] = (None, 1)
    written = ""
    for length, word in enumerate(found[n : n + LONGEST_PHRASE], start=1):
        written += word.folded
        readings = [(*before, stem) for before in readings for stem in _stems(word, index)][:32]
        kinds = [kind for reading in readings if (kind := index.phrases.get(reading))]
        if kind := (kinds[0] if kinds else _together(written, word, index)):
            best = (kind, length)
        if not readings and not any(known.startswith(written) for known in index.starts):
            break
    return best


def _together(written: str, last: Word, index: _Index) -> Kind | None:
    """Written without the spaces of the list, or with others."""
    for stem in (written, written + last.tail, possessor(written), *turkish_stems(written)):
        if stem and (kind := index.together.get(stem)):
            return kind
    return None


def _stems(word: Word, index: _Index) -> frozenset[str]:
    for written in (word.folded, possessor(word.folded), *turkish_stems(word.folded), word.folded + word.tail):
        if written and (stems := index.forms.get(written)):
            return stems
    return frozenset()


@lru_cache(maxsize=64)
def _index(known: MaskWords) -> _Index:
    phrases: dict[Phrase, Kind] = {}
    kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("word", known.programme),
        ("branch", known.branches),
        ("place", known.places),
        ("name", known.people),
    )
    for kind, texts in kinds:
        for text in texts:
            for phrase in _phrases(text, kind):
                phrases.setdefault(phrase, kind)
    forms: dict[str, set[str]] = {}
    for stem in {stem for phrase in phrases for stem in phrase}:
        for form in lithuanian_forms(stem):
            forms.setdefault(form, set()).add(stem)
    together = {form: kind for phrase, kind in phrases.items() for form in _joined(phrase)}
    return _Index({form: frozenset(stems) for form, stems in forms.items()}, phrases, together, frozenset(together))


def _joined(phrase: Phrase) -> list[str]:
    """The phrase written as one word, with its last part in each of its forms."""
    start = "".join(phrase[:-1])
    return [start + form for form in lithuanian_forms(phrase[-1])]


def _phrases(text: str, kind: Kind) -> Iterable[Phrase]:
    for spelling in {text, _transcribed(text)}:
        whole = tuple(word.folded for word in words(spelling))[:LONGEST_PHRASE]
        if any(whole):
            yield whole
        if kind in ("branch", "name") and len(whole) > 1:
            yield from ((part,) for part in whole if _telling(part))


def _telling(part: str) -> bool:
    return len(part) >= SHORTEST and part not in _GENERIC and not part.isdigit()


def _transcribed(text: str) -> str:
    """The text as it is written without special letters: `Muenchen`."""
    return "".join(_UMLAUTS.get(letter, letter) for letter in text.lower())
