"""From received bytes to the kept photo: verify, read the evidence, decode, shrink, turn upright, strip, fingerprint.

Synchronous, a path in, a `KeptPhoto` out or `PhotoRefused`. It runs in `media.worker`, where a time limit and a
memory limit stand around it.
"""

import hashlib
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms

from media.container import Container
from media.exif import ExifFacts, read_exif
from media.formats import check_size, recognise
from media.photos import KeptPhoto, PhotoEvidence, PhotoLimits, PhotoRefused
from media.pixels import difference_hash, encoded, fitting, foreign_profile, in_srgb, scalable, shrunk, turned
from media.polyglots import refuse_polyglots, spells_something

KEPT_QUALITY = 85
"""No visible loss on photos; 90 costs a third more bytes."""
THUMBNAIL_QUALITY = 78
"""Small pictures are looked at, not read."""
UPRIGHT = 1


def develop(path: Path, limits: PhotoLimits) -> KeptPhoto:
    """Make a received file a kept photo. Raises PhotoRefused with any of its codes but photo_too_slow; OSError."""
    data = _read(path, limits)
    received = recognise(data)
    check_size(received.size, limits)
    refuse_polyglots(data, received)
    facts = read_exif(received.exif)
    orientation = UPRIGHT if received.oriented_by_decoder else facts.orientation
    decoded = _decoded(received, limits)
    profile = foreign_profile(received.icc, decoded.mode)
    # Colours and turns are worked on after shrinking, when there are fewer pixels.
    upright = turned(in_srgb(shrunk(decoded, limits.kept_side), profile), orientation)
    thumbnail = shrunk(upright, limits.thumbnail_side)
    stays = _may_stay(received, orientation, profile, limits)
    image = received.picture if stays else encoded(upright, KEPT_QUALITY)
    return KeptPhoto(
        image=image,
        width=upright.width,
        height=upright.height,
        sha256=hashlib.sha256(image).hexdigest(),
        thumbnail=encoded(thumbnail, THUMBNAIL_QUALITY),
        thumbnail_width=thumbnail.width,
        thumbnail_height=thumbnail.height,
        evidence=_evidence(data, received, facts, thumbnail),
    )


def _read(path: Path, limits: PhotoLimits) -> bytes:
    with path.open("rb") as file:
        data = file.read(limits.max_bytes + 1)
    if not data:
        raise PhotoRefused("photo_empty", "The file is empty.")
    if len(data) > limits.max_bytes:
        raise PhotoRefused("photo_too_large", f"The file is larger than {limits.max_bytes:,} bytes.")
    return data


def _decoded(received: Container, limits: PhotoLimits) -> Image.Image:
    """Decode all pixels, as near to the kept size as the format allows."""
    try:
        image = Image.open(BytesIO(received.picture), formats=[received.pillow_format])
        if image.size != received.size:
            raise PhotoRefused("photo_corrupt", "The picture contradicts itself about its size.")
        image.draft(None, fitting(image.size, limits.kept_side))
        image.load()
        return scalable(image)
    except (PhotoRefused, MemoryError):
        raise
    except Exception as error:  # decoders report hostile data as a dozen builtin types
        if "truncated" in str(error):
            raise PhotoRefused("photo_truncated", "The file ends before the picture does.") from error
        raise PhotoRefused("photo_corrupt", "The picture's data is damaged.") from error


def _may_stay(
    received: Container, orientation: int, profile: ImageCms.ImageCmsProfile | None, limits: PhotoLimits
) -> bool:
    """Whether the rebuilt JPEG is the kept photo already, so that it need not lose quality in a second encoding."""
    return (
        received.keepable
        and orientation == UPRIGHT
        and profile is None
        and max(received.size) <= limits.kept_side
        and len(received.picture) <= limits.kept_bytes
        and not spells_something(received)
    )


def _evidence(data: bytes, received: Container, facts: ExifFacts, thumbnail: Image.Image) -> PhotoEvidence:
    return PhotoEvidence(
        received_sha256=hashlib.sha256(data).hexdigest(),
        received_bytes=len(data),
        received_type=received.content_type,
        width=received.size[0],
        height=received.size[1],
        perceptual_hash=difference_hash(thumbnail),
        taken_at=facts.taken_at,
        taken_at_source=facts.taken_at_source,
        taken_local=facts.taken_local,
        position=facts.position,
        device=facts.device,
    )
