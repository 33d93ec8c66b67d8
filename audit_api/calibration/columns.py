"""Documents that are all built alike are read as columns of numbers, without making an object of any of them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import bson
import numpy as np
from numpy.typing import NDArray

from audit_api.documents.seam import CODEC

_HEAD, _BINARY_HEAD = 4, 5
_FORMATS: Mapping[type, tuple[Any, str, int]] = {
    UUID: (UUID(int=0), "V16", _BINARY_HEAD),
    datetime: (datetime.fromtimestamp(0, UTC), "<i8", 0),
    int: (0, "<i4", 0),
    float: (0.0, "<f8", 0),
}


class Layout:
    """Reads documents with these fields in this order, each of its type; `int` has 32 bits, moments are in ms."""

    def __init__(self, fields: Mapping[str, type]) -> None:
        sample = bson.encode({name: _FORMATS[kind][0] for name, kind in fields.items()}, codec_options=CODEC)
        self._sample = np.frombuffer(sample, dtype=np.uint8)
        formats, offsets, at = [], [], _HEAD
        self._fixed = np.ones(len(sample), dtype=np.bool_)
        for name, kind in fields.items():
            _, form, head = _FORMATS[kind]
            at += 1 + len(name.encode()) + 1 + head
            formats.append(form)
            offsets.append(at)
            size = np.dtype(form).itemsize
            self._fixed[at : at + size] = False
            at += size
        shape: Any = {"names": list(fields), "formats": formats, "offsets": offsets, "itemsize": len(sample)}
        self._row: np.dtype[np.void] = np.dtype(shape)

    def rows(self, batch: bytes) -> NDArray[np.void]:
        """Documents one behind the other, as the database sends them. Raises ValueError for one that is different."""
        if len(batch) % self._row.itemsize:
            raise ValueError("a document of another length")
        given = np.frombuffer(batch, dtype=np.uint8).reshape(-1, self._row.itemsize)
        if (given[:, self._fixed] != self._sample[self._fixed]).any():
            raise ValueError("a document with other fields or types")
        return np.frombuffer(batch, dtype=self._row)
