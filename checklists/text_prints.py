"""What a text is recognised by, however it was typed: case, spaces, accents and punctuation make no difference."""

import hashlib
import unicodedata
from collections.abc import Iterator

import msgspec

from checklists.answers import Answers, TextAnswer

LETTERS_MIN = 140
"""Letters and digits. Short remarks are the same by chance; two dozen words in the same order are not."""
PRINT_BYTES = 8


class TextPrint(msgspec.Struct, frozen=True, kw_only=True):
    """`mark` is the same for texts that say the same."""

    item: str
    mark: str


def text_prints(answers: Answers) -> Iterator[TextPrint]:
    """A print of every text that is long enough to be recognised."""
    for item, answer in answers.items():
        written = [answer.text] if isinstance(answer, TextAnswer) else []
        for text in [*written, answer.narrative or ""]:
            if mark := mark_of(text):
                yield TextPrint(item=item, mark=mark)


def mark_of(text: str) -> str | None:
    """The mark of a text; None if it is too short."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(letter for letter in folded if letter.isalnum())
    return hashlib.blake2b(bare.encode(), digest_size=PRINT_BYTES).hexdigest() if len(bare) >= LETTERS_MIN else None
