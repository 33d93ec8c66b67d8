"""What pictures and texts are recognised by."""

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from checklists.answers import Answers, ScaleAnswer, TextAnswer
from checklists.text_prints import LETTERS_MIN, mark_of, text_prints
from media.pixels import difference_hash, shrunk
from media.prints import ALIKE_BITS, BANDS, TELLING_BITS, bands_of, differing_bits, is_telling
from tests.api.pictures import jpeg

hashes = st.integers(0, 2**64 - 1).map("{:016x}".format)
telling = st.sets(st.integers(0, 63), min_size=TELLING_BITS.start, max_size=TELLING_BITS.stop - 1).map(
    lambda bits: f"{sum(1 << bit for bit in bits):016x}"
)
SAID = (
    "The assistant looked up at once, asked what the present was for, and offered to exchange it without the receipt, "
    "because she remembered my cousin from the week before."
)


@given(telling, st.sets(st.integers(0, 63), max_size=ALIKE_BITS))
def test_alike_pictures_share_a_part(one: str, flipped: set[int]) -> None:
    """The search by parts misses nothing that is to be found."""
    other = f"{int(one, 16) ^ sum(1 << bit for bit in flipped):016x}"
    assert differing_bits(one, other) == len(flipped)
    if is_telling(other):
        assert set(bands_of(one)) & set(bands_of(other))


@given(hashes)
def test_parts_tell_their_place_and_make_up_the_whole(one: str) -> None:
    bands = bands_of(one)
    assert len(bands) == (BANDS if int(one, 16).bit_count() in TELLING_BITS else 0)
    assert "".join(band.split(":")[1] for band in bands) in ("", one)


def _hash(picture: Image.Image) -> str:
    return difference_hash(shrunk(picture.convert("RGB"), 480))


@pytest.mark.parametrize("seed", range(8))
def test_a_picture_that_is_saved_again_is_alike(seed: int) -> None:
    picture = Image.open(io.BytesIO(jpeg(seed)))
    smaller = io.BytesIO()
    picture.resize((500, 375)).save(smaller, "JPEG", quality=55)
    assert differing_bits(_hash(picture), _hash(Image.open(smaller))) <= ALIKE_BITS
    assert differing_bits(_hash(picture), _hash(Image.open(io.BytesIO(jpeg(seed + 100))))) > ALIKE_BITS


def test_a_white_page_tells_nothing() -> None:
    assert not is_telling(_hash(Image.new("RGB", (640, 480), "white")))


def test_the_same_words_are_recognised_however_they_are_typed() -> None:
    assert len([letter for letter in SAID if letter.isalnum()]) < LETTERS_MIN
    said = f"{SAID} It took two minutes."
    typed = said.upper().replace(", ", "\n ").replace(".", "!")
    assert mark_of(said) == mark_of(typed) is not None
    assert mark_of(said) != mark_of(said.replace("two", "ten"))
    assert mark_of(SAID) is None


@given(st.text(max_size=LETTERS_MIN - 1))
def test_short_texts_are_not_recognised(text: str) -> None:
    bare = "".join(letter for letter in text if letter.isascii())
    assert mark_of(bare) is None


@given(st.text(alphabet="abcdefghij", min_size=LETTERS_MIN, max_size=400), st.randoms())
def test_spaces_make_no_difference(text: str, dice: random.Random) -> None:
    at = dice.randrange(len(text))
    assert mark_of(text) == mark_of(f" {text[:at]}  {text[at:]}\n") is not None


def test_comments_and_texts_of_an_audit_are_marked_by_item() -> None:
    long = f"{SAID} It took two minutes."
    answers: Answers = {
        "tone": ScaleAnswer(level=2, narrative=long),
        "memory": TextAnswer(text=long),
        "x": TextAnswer(text="ok"),
    }
    prints = list(text_prints(answers))
    assert [one.item for one in prints] == ["tone", "memory"]
    assert len({one.mark for one in prints}) == 1
