"""Decode plain data into a struct, or say everything that is wrong with its shape.

msgspec stops at the first error. An author who made five typos should not have to
upload five times, so on failure this walks data and type together and collects one
fault for each smallest part that does not fit.
"""

import re
from collections.abc import Iterable
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec.structs import fields

from checklists.faults import MAX_FAULTS, Fault, error

T = TypeVar("T")
Part = tuple[str, object, Any]
_AT = re.compile(r" - at `\$?(?P<path>[^`]*)`$")

MAX_DEPTH = 60  # a definition with its conditions nested as deeply as allowed stays below 30
MAX_PARTS = 50_000  # some 500 items in five languages
MAX_QUOTED = 200  # characters of the sender's own data that a fault repeats
_TOO_DEEP = error("", "too_deep", "The data is nested too deeply.")


def decode(data: object, kind: Any) -> Any | list[Fault]:
    """`data` (parsed JSON or YAML) as a `kind`, or its faults: at least one, at most MAX_FAULTS."""
    try:
        decoded, problem = _convert(data, kind)
        return decoded if problem is None else _faults("", data, kind)[:MAX_FAULTS]
    except RecursionError:
        return [_TOO_DEEP]


def size_faults(data: object, most: int = MAX_PARTS) -> list[Fault]:
    """What is wrong with the sheer size of `data`, asked before anything walks it by recursion.

    YAML aliases let a page of text stand for more parts than a server could ever visit.
    """
    waiting, seen = [(data, 0)], 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if depth > MAX_DEPTH:
            return [_TOO_DEEP]
        if seen + len(waiting) > most:
            return [error("", "too_large", f"The data has more than {most} parts.")]
        waiting.extend((inner, depth + 1) for inner in _inside(part))
    return []


def _inside(part: object) -> Iterable[object]:
    if isinstance(part, dict):
        return part.values()
    return part if isinstance(part, list | tuple | set | frozenset) else ()


def _faults(path: str, data: object, wanted: Any) -> list[Fault]:
    _, problem = _convert(data, wanted)
    if problem is None:
        return []
    struct = _struct_for(data, wanted)
    found = _field_faults(path, data, struct) if struct and isinstance(data, dict) else []
    for part_path, part, part_type in _parts(path, data, wanted, struct):
        if len(found) >= MAX_FAULTS:
            break
        found += _faults(part_path, part, part_type)
    return found or [_leaf(path, problem)]


def _convert(data: object, wanted: Any) -> tuple[Any, str | None]:
    """`data` as a `wanted` and None, or None and what is wrong with it."""
    try:
        decoded = msgspec.convert(data, wanted)
        msgspec.json.encode(decoded)  # half a surrogate pair can be read, but neither stored nor sent
    except (msgspec.ValidationError, ValueError) as exc:
        return None, str(exc)
    return decoded, None


def _leaf(path: str, problem: str) -> Fault:
    match = _AT.search(problem)
    inner = match["path"].removeprefix("[...]") if match else ""
    return error((path + inner).lstrip("."), "malformed", _printable(_AT.sub("", problem)))


def _field_faults(path: str, data: dict[object, object], struct: type[msgspec.Struct]) -> list[Fault]:
    known = fields(struct)
    names = {field.encode_name for field in known} | {struct.__struct_config__.tag_field}
    missing = [field.encode_name for field in known if field.required and field.encode_name not in data]
    unknown = [key for key in data if key not in names] if struct.__struct_config__.forbid_unknown_fields else []
    return [error(_join(path, name), "missing", f"`{name}` is required.") for name in missing] + [
        error(_join(path, key), "unknown_field", f"There is no field `{_name(key)}` here.") for key in unknown
    ]


def _parts(path: str, data: object, wanted: Any, struct: type[msgspec.Struct] | None) -> list[Part]:
    """The children of `data`, each with its path and the type it should have."""
    if struct and isinstance(data, dict):
        hints = _hints(struct)
        present = [field for field in fields(struct) if field.encode_name in data]
        return [(_join(path, f.encode_name), data[f.encode_name], hints[f.name]) for f in present]
    for option in _options(wanted):
        if get_origin(option) is list and isinstance(data, list):
            return [(f"{path}[{n}]", part, get_args(option)[0]) for n, part in enumerate(data)]
        if get_origin(option) is dict and isinstance(data, dict):
            key_type, part_type = get_args(option)
            keys = [(_join(path, key), key, key_type) for key in data]
            return keys + [(_join(path, key), part, part_type) for key, part in data.items()]
    return []


def _struct_for(data: object, wanted: Any) -> type[msgspec.Struct] | None:
    """The struct `data` means to be: the only one, or in a union the one whose tag it carries."""
    structs = [o for o in _options(wanted) if isinstance(o, type) and issubclass(o, msgspec.Struct)]
    if len(structs) == 1:
        return structs[0]
    if not isinstance(data, dict):
        return None
    configs = [(struct, struct.__struct_config__) for struct in structs]
    return next((s for s, c in configs if c.tag_field and data.get(c.tag_field) == c.tag), None)


def _options(wanted: Any) -> tuple[Any, ...]:
    if get_origin(wanted) is Annotated:
        return _options(get_args(wanted)[0])
    if get_origin(wanted) in (Union, UnionType):
        return tuple(inner for option in get_args(wanted) for inner in _options(option))
    return (wanted,)


@cache
def _hints(struct: type[msgspec.Struct]) -> dict[str, Any]:
    return get_type_hints(struct, include_extras=True)


def _join(path: str, name: object) -> str:
    return f"{path}.{_name(name)}" if path else _name(name)


def _name(key: object) -> str:
    """YAML keys may be anything: `no: Ja` is the key False."""
    return _printable(key) if isinstance(key, str) else f"<{type(key).__name__}>"


def _printable(text: str) -> str:
    return text[:MAX_QUOTED].encode("utf-8", "backslashreplace").decode()
