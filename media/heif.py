"""HEIC and HEIF: the outer boxes are walked here, the inner ones by libheif, which decodes no pixel on opening."""

from typing import Any

import pillow_heif

from media.boxes import boxes
from media.container import Container
from media.photos import PhotoRefused

STILL_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
MOVING_BRANDS = frozenset({b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"})
AV1_BRANDS = frozenset({b"avif", b"avis"})
HEVC_BRANDS = STILL_BRANDS - {b"mif1"}

# Only the primary picture is wanted, and the worker already runs one photo per core.
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def read_heif(data: bytes) -> Container:
    """Take a HEIF apart.

    Raises PhotoRefused: photo_truncated, photo_corrupt, photo_animated, photo_type_unsupported.
    """
    outer = list(boxes(data))
    _check_brands(outer[0].data)
    if outer[-1].end > len(data):
        raise PhotoRefused("photo_truncated", "The HEIF file ends before the picture does.")
    size, info = _primary(data)
    exif = info.get("exif") or b""
    # Pixels and metadata lie mixed in `mdat`; libheif has told the metadata apart.
    metadata = (exif, info.get("xmp") or b"", *(block["data"] for block in info["metadata"]))
    return Container(
        content_type="image/heic" if outer[0].data[:4] in HEVC_BRANDS else "image/heif",
        pillow_format="HEIF",
        size=size,
        end=outer[-1].end,
        foreign=(*(box.data for box in outer if box.kind not in (b"ftyp", b"mdat")), *metadata),
        picture=data,
        exif=exif.removeprefix(b"Exif\0\0"),
        icc=info.get("icc_profile", b""),
        oriented_by_decoder=True,
    )


def _primary(data: bytes) -> tuple[tuple[int, int], dict[str, Any]]:
    try:
        opened = pillow_heif.open_heif(data)
        primary = opened[opened.primary_index]
    except Exception as error:  # libheif's faults come as half a dozen builtin types
        raise PhotoRefused("photo_corrupt", "The HEIF file is damaged.") from error
    return primary.size, primary.info


def _check_brands(brands: bytes) -> None:
    major, all_brands = brands[:4], {brands[at : at + 4] for at in (0, *range(8, len(brands), 4))}
    if major in MOVING_BRANDS:
        raise PhotoRefused("photo_animated", "The picture is a sequence; a single photo is needed.")
    if major not in STILL_BRANDS or (all_brands & AV1_BRANDS and not all_brands & HEVC_BRANDS):
        raise PhotoRefused("photo_type_unsupported", "Photos are taken as JPEG, PNG, WebP or HEIC.")
