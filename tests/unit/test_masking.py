"""Masking of narratives: what is known never survives, what is doubtful is said, what is masked stays as it is."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.masking import MaskWords, mask, with_known, with_spans
from checklists.masking.folding import fold, words
from checklists.masking.inflections import lithuanian_forms
from checklists.masking.spans import PLACEHOLDER

LANGUAGES = ("en", "de", "sv", "lt", "tr")
KNOWN = MaskWords(
    programme=("Sunshine Plan", "Šypsena+"),
    branches=("Vilnius Old Town", "Kaunas", "Klinik München-Sendling", "Kadıköy Şubesi"),
    places=("Žvėrynas", "İzmir", "Göteborg"),
    people=("Rasa Jankienė", "Ahmet Yılmaz", "Gytis", "Uschi Öberg", "Seller 2"),
)
ALL_KNOWN = [text for texts in (KNOWN.programme, KNOWN.branches, KNOWN.places, KNOWN.people) for text in texts]
LANGUAGE = st.sampled_from(LANGUAGES)
TURKISH_TAILS = ("'da", "'nın", "dan", "a", "'ın", "lar", "ye", "’den", "la")


def masked(text: str, language: str = "en", known: MaskWords = KNOWN) -> str:
    return mask(text, language, known).text


def unmasked_words(text: str) -> set[str]:
    return {word.folded for word in words(PLACEHOLDER.sub(" ", text))}


Case = Callable[[str], str]
CASES: list[Case] = [str, str.lower, str.upper, str.title, fold]
cases = st.sampled_from(CASES)
gaps = st.sampled_from([" ", "  ", "-", "\u00a0", ".", "_", " – "])


@st.composite
def disguised(draw: st.DrawFn) -> str:
    """A known phrase as somebody in a hurry may write it."""
    parts = [word.text for word in words(draw(st.sampled_from(ALL_KNOWN)))]
    return draw(gaps).join(draw(cases)(part) for part in parts)


@given(disguised(), LANGUAGE, st.sampled_from(["{}", "at {}.", "({})", "„{}“", "xyz {} xyz", "{},{}"]))
def test_nothing_known_survives_however_it_is_written(phrase: str, language: str, around: str) -> None:
    text = masked(around.format(phrase, phrase), language)
    assert unmasked_words(text) <= {"xyz", "at"}


@pytest.mark.parametrize("around", ["{},{}", "{} {}", "at {}.{}"])
def test_a_mark_of_its_own_belongs_to_its_letter(around: str) -> None:
    small = "İzmir".lower()
    assert len(small) == 6
    assert unmasked_words(masked(around.format(small, small), "en")) <= {"at"}


@given(st.sampled_from(["Rasa", "Jankienė", "Gytis", "Kaunas", "Vilnius", "Žvėrynas"]), LANGUAGE, cases, st.data())
def test_no_lithuanian_case_survives(word: str, language: str, case: Case, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(sorted(lithuanian_forms(fold(word)))))
    written = case(form)
    assert form not in unmasked_words(masked(f"xyz {written} xyz", language))


@given(st.sampled_from(["Ahmet", "Yılmaz", "İzmir", "Kadıköy"]), st.sampled_from(TURKISH_TAILS), LANGUAGE, cases)
def test_no_turkish_suffix_saves_a_known_word(word: str, tail: str, language: str, case: Case) -> None:
    written = case(word + tail)
    assert fold(word) not in "".join(unmasked_words(masked(f"xyz {written} xyz", language)))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Rasos nebuvo, o Rasai paskambino Gytį pažįstanti moteris.", "lt"),
        ("Gyčiu ir jo kolege Jankiene likau patenkinta.", "lt"),
        ("Kaune ir Vilniaus senamiestyje", "lt"),
        ("Ahmetten, AHMET'İN ve ahmede", "tr"),
        ("İZMİR'DE, izmirden ve İzmirliler", "tr"),
        ("V i l n i u s", "en"),
        ("vilniusoldtown, Old Town was shut", "en"),
        ("Muenchen-Sendlings Klinik", "de"),
        ("Göteborgs och Goteborg", "sv"),
        ("Gy\u0301tis, Ra\u00adsa", "lt"),
    ],
)
def test_forms_that_people_write(text: str, language: str) -> None:
    left = masked(text, language).lower()
    for known in ("ras", "gyt", "gyč", "jankien", "kaun", "vilni", "ahme", "izmir", "sendling", "muenchen", "goteborg"):
        assert known not in left.replace("ras⟦", ""), left


@given(st.text(max_size=120) | st.lists(disguised(), max_size=6).map(" ".join), LANGUAGE)
def test_masked_again_it_stays_as_it_is(text: str, language: str) -> None:
    once = mask(text, language, KNOWN)
    twice = mask(once.text, language, KNOWN)
    assert twice.text == once.text
    assert twice.certain >= once.certain  # what stood there may have been the only word without a capital
    assert twice.spans == ()
    assert with_spans(text, once.spans) == once.text


@given(st.text(max_size=200), st.sampled_from([*LANGUAGES, "fr"]))
def test_spans_are_in_order_and_apart(text: str, language: str) -> None:
    spans = mask(text, language, KNOWN).spans
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to jane.doe+x@mail.example.com. Can you?", "Write to ⟦email⟧. Can you?"),
        ("jane (at) example (dot) com", "⟦email⟧"),
        ("see https://example.com/a?b=c, or www.example.lt.", "see ⟦web⟧, or ⟦web⟧."),
        ("call +370 612 34567 or 8 (5) 212-34-56", "call ⟦phone⟧ or ⟦phone⟧"),
        ("my order number is AB-12", "my order number is ⟦number⟧"),
        ("IBAN LT12 1000 0111 0100 1000", "IBAN ⟦number⟧"),
        ("the car ABC 123 and M-AB 1234 and 34 ABC 56", "the car ⟦plate⟧ and ⟦plate⟧ and ⟦plate⟧"),
        ("license plate abc 123 was in front", "license plate ⟦plate⟧ was in front"),
        ("on 12.03.2026 and 2026-03-12 at 14:30", "on ⟦date⟧ and ⟦date⟧ at 14:30"),
        ("it cost 12 500 EUR, or €1250.00, after 45 minutes", "it cost 12 500 EUR, or €1250.00, after 45 minutes"),
        ("at 12 Baker Street, upstairs", "at ⟦address⟧, upstairs"),
    ],
)
def test_shapes(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Mr Grobnik helped. Then Anna Petrova smiled.", "Mr ⟦name⟧ helped. Then ⟦name⟧ smiled."),
        ("en", "Can I help you? May I? Will it rain?", "Can I help you? May I? Will it rain?"),
        ("de", "Frau Grobnik lächelte, der Koch auch.", "Frau ⟦name⟧ lächelte, der Koch auch."),
        ("de", "Die Verkäuferin hieß Uschi.", "Die Verkäuferin hieß ⟦name⟧."),
        ("sv", "Jag pratade med Anna Lindqvist om my bok.", "Jag pratade med ⟦name⟧ om my bok."),
        ("lt", "Ponia Kazlauskienė ir ponas Grobnikas padėjo.", "Ponia ⟦name⟧ ir ponas ⟦name⟧ padėjo."),
        ("lt", "Buvo rasa ir linas, o eglė augo.", "Buvo rasa ir linas, o eglė augo."),
        ("tr", "Grobnik Bey'e ve Ayşe Hanım'a sordum.", "⟦name⟧ Bey'e ve ⟦name⟧ Hanım'a sordum."),
        ("tr", "Müdür Bey deniz kenarındaydı.", "Müdür Bey deniz kenarındaydı."),
    ],
)
def test_names_without_a_list(language: str, text: str, expected: str) -> None:
    found = mask(text, language, MaskWords())
    assert found.text == expected
    assert found.certain


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We met Grobnik at the door."),
        ("en", "Grobnik said no."),
        ("en", "a man who was called jonas came to me"),
        ("de", "Grobnik fragte mich nach dem Weg."),
        ("sv", "Det var Grobnik som svarade."),
        ("lt", "Atėjo Grobnikas ir pasisveikino."),
        ("tr", "Grobnik'in yardımı iyiydi."),
        ("en", "THEY WERE ALL SO KIND TO ME TODAY"),
    ],
)
def test_a_doubt_waits_for_a_person(language: str, text: str) -> None:
    found = mask(text, language, MaskWords())
    assert not found.certain
    assert "grobnik" not in fold(PLACEHOLDER.sub("", found.text))


def test_an_unknown_language_gets_the_rules_of_all() -> None:
    assert masked("Mr Grobnik, Frau Grobnik, ponas Grobnikas", "fr", MaskWords()).count("⟦name⟧") == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Grobnik praised the moonlight-plan.", "Grobnik praised the ⟦word⟧."),
        ("⟦name⟧ praised it, and ⟦word⟧ too.", "⟦name⟧ praised it, and ⟦word⟧ too."),
        ("Anna gave me +370 612 34567.", "Anna gave me +370 612 34567."),
        ("", ""),
    ],
)
def test_a_list_hides_its_words_and_nothing_else(text: str, expected: str) -> None:
    hidden = with_known(text, MaskWords(programme=("Moonlight Plan", "name", "word")))
    assert hidden == expected
    assert with_known(hidden, MaskWords(programme=("Moonlight Plan",))) == expected
