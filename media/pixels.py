"""Decoded pictures: modes, colours, sizes, turns, and the bytes they become."""

from io import BytesIO

from PIL import Image, ImageCms

SHRINK_GAP = 2.0
"""Pillow may first halve by whole pixels, down to twice the wanted size: faster, and no difference is seen."""
HASH_COLUMNS, HASH_ROWS = 8, 8
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture with this EXIF orientation upright."""


def scalable(image: Image.Image) -> Image.Image:
    """The picture in one of the modes that scale smoothly: L, RGB, RGBA, CMYK."""
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    if image.mode.startswith("I"):  # 16-bit greys, which a plain conversion would clip to white
        return image.point(lambda value: value / 256).convert("L")
    return image.convert("L" if image.mode == "1" else "RGB")


def fitting(size: tuple[int, int], side: int) -> tuple[int, int]:
    """`size` scaled down, never up, so that no side is longer than `side`."""
    scale = min(1.0, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def shrunk(image: Image.Image, side: int) -> Image.Image:
    size = fitting(image.size, side)
    if size == image.size:
        return image
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=SHRINK_GAP)


def turned(image: Image.Image, orientation: int) -> Image.Image:
    turn = TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def foreign_profile(icc: bytes, mode: str) -> ImageCms.ImageCmsProfile | None:
    """The embedded profile if it is sound, fits the pixels and is not sRGB; a broken one is as good as none."""
    if not icc or mode not in ("RGB", "RGBA", "CMYK"):
        return None
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(icc))
        fits = profile.profile.xcolor_space.strip() == mode.removesuffix("A")
        if not fits or "sRGB" in ImageCms.getProfileDescription(profile):
            return None
        _to_srgb(profile, mode.removesuffix("A"))
    except (OSError, ImageCms.PyCMSError):
        return None
    return profile


def in_srgb(image: Image.Image, profile: ImageCms.ImageCmsProfile | None) -> Image.Image:
    """Grey or RGB as a browser shows it once the profile is gone; transparency becomes white paper."""
    if image.mode == "RGBA":
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    if profile is not None:
        return ImageCms.applyTransform(image, _to_srgb(profile, image.mode)) or image
    return image.convert("RGB") if image.mode == "CMYK" else image


def _to_srgb(profile: ImageCms.ImageCmsProfile, mode: str) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), mode, "RGB")


def encoded(image: Image.Image, quality: int) -> bytes:
    image.info.clear()  # Pillow would write a comment found here
    output = BytesIO()
    image.save(output, "JPEG", quality=quality)
    return output.getvalue()


def difference_hash(image: Image.Image) -> str:
    """One bit per neighbouring pair in a 9 x 8 grey picture: is the right one brighter? 16 hex digits."""
    columns = HASH_COLUMNS + 1
    grey = image.convert("L").resize((columns, HASH_ROWS), Image.Resampling.LANCZOS).tobytes()
    pairs = (at for at in range(len(grey)) if (at + 1) % columns)
    bits = "".join("1" if grey[at + 1] > grey[at] else "0" for at in pairs)
    return f"{int(bits, 2):016x}"
