"""Whatever happens to the bytes of a photo on their way, it is kept clean or refused with a code; nothing else."""

from collections.abc import Callable
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from media.photos import PhotoRefused, RefusalCode
from tests.unit.photo_samples import SOUND, opened, taken_in

PHOTOS = [make() for make in SOUND.values()]
HOSTILE = (b"<script>alert(1)</script>", b"<?php system(1); ?>", b"%PDF-1.7", b"PK\x03\x04", b"Exif\0\0MM")

Mutation = Callable[[bytes], bytes]


def replaced(at: float, by: bytes) -> Mutation:
    return lambda content: content[: int(at * len(content))] + by + content[int(at * len(content)) + len(by) :]


def inserted(at: float, what: bytes) -> Mutation:
    return lambda content: content[: int(at * len(content))] + what + content[int(at * len(content)) :]


def removed(at: float, count: int) -> Mutation:
    return lambda content: content[: int(at * len(content))] + content[int(at * len(content)) + count :]


PLACES = st.floats(0, 1)
BYTES = st.binary(min_size=1, max_size=12) | st.sampled_from(HOSTILE)
MUTATIONS = (
    st.builds(replaced, PLACES, BYTES)
    | st.builds(inserted, PLACES, BYTES)
    | st.builds(removed, PLACES, st.integers(1, 99))
)


@settings(max_examples=600)
@given(st.sampled_from(PHOTOS), st.lists(MUTATIONS, min_size=1, max_size=4))
def test_a_mutated_photo_is_kept_clean_or_refused(content: bytes, mutations: list[Mutation]) -> None:
    for mutation in mutations:
        content = mutation(content)
    try:
        kept = taken_in(content)
    except PhotoRefused as refused:
        assert refused.code in get_args(RefusalCode)
        return
    assert opened(kept.image).size == (kept.width, kept.height)
    for trace in HOSTILE:
        assert trace not in kept.image + kept.thumbnail
