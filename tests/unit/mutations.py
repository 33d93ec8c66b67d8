"""Valid data with something broken in it: likelier to reach deep into a reader than random data is."""

import math
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

from hypothesis import strategies as st

Place = tuple[str | int, ...]

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([10**400, -(10**400), math.inf, math.nan, -0.0, "\ud800", b"x", date(2025, 1, 1)])
)
YAML_KEYS = st.text(max_size=8) | st.sampled_from(["kind", "key", "op", "\ud800", None, True, 7, 1.5, (1, 2)])
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(YAML_KEYS, inner, max_size=4), max_leaves=20
)


def places(data: Any, here: Place = ()) -> Iterator[Place]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, part in inner:
        yield (*here, name)
        yield from places(part, (*here, name))


@st.composite
def mutated(draw: st.DrawFn, data: Any, values: st.SearchStrategy[Any]) -> Any:
    """`data` with one to four places removed, replaced by a drawn value or by another part of itself, or doubled."""
    broken = deepcopy(data)
    for _ in range(draw(st.integers(1, 4))):
        everywhere = list(places(broken))
        if not everywhere:
            break
        *way, last = draw(st.sampled_from(everywhere))
        owner = _follow(broken, way)
        change = draw(st.sampled_from(["remove", "replace", "swap", "double"]))
        if change == "remove":
            del owner[last]
        elif change == "replace":
            owner[last] = draw(values)
        elif change == "swap":
            owner[last] = deepcopy(_follow(broken, draw(st.sampled_from(everywhere))))
        elif isinstance(owner, list):
            owner.append(deepcopy(owner[int(last)]))
    return broken


def _follow(data: Any, place: Any) -> Any:
    for name in place:
        data = data[name]
    return data
