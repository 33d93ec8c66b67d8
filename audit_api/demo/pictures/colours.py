"""Colours of the demo's pictures."""

from collections.abc import Iterable
from random import Random

from audit_api.demo.dice import clip

Colour = tuple[int, int, int]

INK: Colour = (38, 42, 48)
PAPER: Colour = (250, 249, 244)
GLASS: Colour = (178, 204, 214)
WOOD: Colour = (164, 118, 78)
LEAF: Colour = (74, 122, 72)
SKIN: tuple[Colour, ...] = ((241, 208, 182), (224, 178, 144), (196, 146, 110), (150, 105, 76))
CLOTHES: tuple[Colour, ...] = ((70, 92, 128), (132, 72, 72), (66, 110, 98), (148, 128, 92), (96, 84, 120), (60, 66, 74))
BRAND: Colour = (18, 112, 122)
OTHER_BRAND: Colour = (176, 72, 52)


def shade(colour: Colour, factor: float) -> Colour:
    """Darker below 1, towards white above."""
    if factor <= 1:
        return _rgb(part * factor for part in colour)
    return _rgb(part + (255 - part) * (factor - 1) for part in colour)


def blend(first: Colour, second: Colour, share: float) -> Colour:
    return _rgb(a + (b - a) * share for a, b in zip(first, second, strict=True))


def near(rng: Random, colour: Colour, spread: int = 14) -> Colour:
    """Lighter or darker, and a little off in hue."""
    lift, hue = rng.randint(-spread, spread), max(1, spread // 3)
    return _rgb(part + lift + rng.randint(-hue, hue) for part in colour)


def _rgb(parts: Iterable[float]) -> Colour:
    red, green, blue = (round(clip(part, 0, 255)) for part in parts)
    return red, green, blue
