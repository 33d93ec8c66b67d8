"""Finds faces and number plates with the cascades that come inside OpenCV's package.

They propose; people decide. Cascades miss faces that are turned, covered or dark, so several are asked, at low
thresholds, and the picture is looked at mirrored, too. How many they find is told in `docs/coaching.md`.

The only module that knows OpenCV; it runs in the worker.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, NamedTuple

import cv2
import numpy as np
from PIL import Image

from media.pixels import shrunk
from media.regions import Box, Proposal

LONGEST_SIDE = 1024
"""A face of a fortieth of the picture is still 25 pixels wide; twice the side takes four times as long."""
SMALLEST_FACE, SMALLEST_PLATE = 24, (40, 12)
STEP = 1.1
FAINT, STRONG = 2, 9
"""How many neighbouring windows have to agree to propose, and to be sure."""
CASCADES = Path(cv2.__file__).parent / "data"
SAME = 0.35
"""Boxes that share this part of the smaller one are of the same thing."""
MARGIN = {"face": 0.18, "plate": 0.12}
PROFILE = "haarcascade_profileface.xml"
FACES = ("haarcascade_frontalface_default.xml", "haarcascade_frontalface_alt2.xml", PROFILE)
PLATES = ("haarcascade_russian_plate_number.xml", "haarcascade_license_plate_rus_16stages.xml")

Kind = Literal["face", "plate"]
Rectangle = tuple[float, float, float, float]
Grey = Any


class Found(NamedTuple):
    box: Rectangle
    detector: str
    strong: bool


def detect(data: bytes) -> list[Proposal]:
    """Faces and number plates that are seen in the picture, in reading order."""
    cv2.setNumThreads(1)  # the pool has as many workers as there are processors
    picture = shrunk(Image.open(BytesIO(data), formats=["JPEG"]).convert("L"), LONGEST_SIDE)
    grey = cv2.equalizeHist(np.asarray(picture))
    faces = [found for name in FACES for found in _both_ways(grey, name)]
    plates = [found for name in PLATES for found in _seen(grey, name, SMALLEST_PLATE)]
    proposals = [*_proposals("face", faces, picture.size), *_proposals("plate", plates, picture.size)]
    return sorted(proposals, key=lambda found: (round(found.box.y, 1), found.box.x))


def _both_ways(grey: Grey, name: str) -> list[Found]:
    """The profile cascade knows one side of the head only; mirrored, it sees the other one."""
    smallest = (SMALLEST_FACE, SMALLEST_FACE)
    found = _seen(grey, name, smallest)
    if name != PROFILE:
        return found
    width = grey.shape[1]
    mirrored = _seen(np.ascontiguousarray(grey[:, ::-1]), name, smallest)
    return found + [Found((width - box[0] - box[2], *box[1:]), detector, strong) for box, detector, strong in mirrored]


def _seen(grey: Grey, name: str, smallest: tuple[int, int]) -> list[Found]:
    boxes, agreed = _cascade(name).detectMultiScale2(grey, scaleFactor=STEP, minNeighbors=FAINT, minSize=smallest)
    rectangles = [(float(x), float(y), float(w), float(h)) for x, y, w, h in boxes]
    return [Found(box, name, int(count) >= STRONG) for box, count in zip(rectangles, agreed, strict=True)]


@cache
def _cascade(name: str) -> Any:
    return cv2.CascadeClassifier(str(CASCADES / name))


def _proposals(kind: Kind, found: list[Found], size: tuple[int, int]) -> list[Proposal]:
    """One for each thing. Sure if two detectors agree, or one is strong."""
    groups: list[list[Found]] = []
    for one in sorted(found, key=lambda one: -one.box[2] * one.box[3]):
        same = next((group for group in groups if _shared(one.box, group[0].box) >= SAME), None)
        if same is None:
            groups.append([one])
        else:
            same.append(one)
    return [Proposal(kind=kind, box=_box(kind, _around(group), size), sure=_sure(group)) for group in groups]


def _sure(group: list[Found]) -> bool:
    return len({one.detector for one in group}) > 1 or any(one.strong for one in group)


def _shared(one: Rectangle, other: Rectangle) -> float:
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height) / min(one[2] * one[3], other[2] * other[3])


def _around(group: list[Found]) -> Rectangle:
    boxes = [one.box for one in group]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top


def _box(kind: Kind, rectangle: Rectangle, size: tuple[int, int]) -> Box:
    """A detected rectangle as fractions of the picture, with a margin: hair and chin identify people, too."""
    x, y, width, height = rectangle
    wider, higher = width * MARGIN[kind], height * MARGIN[kind]
    left, top = max(0.0, x - wider), max(0.0, y - higher)
    right, bottom = min(size[0], x + width + wider), min(size[1], y + height + higher)
    return Box(
        x=round(left / size[0], 4),
        y=round(top / size[1], 4),
        width=round((right - left) / size[0], 4),
        height=round((bottom - top) / size[1], 4),
    )
