"""What changed from one checklist version to the next, in words a person can read."""

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from checklists.definition import Checklist


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """`path` goes by keys, not positions: `sections.tone.items.warmth.weight`."""

    what: Literal["added", "removed", "changed", "moved"]
    path: str
    before: str | None = None
    after: str | None = None


def differences(before: Checklist, after: Checklist) -> list[Change]:
    return list(_compare("", _plain(before), _plain(after)))


def _plain(value: Any) -> Any:
    """Like `msgspec.to_builtins`, but defaults are spelt out: a weight that rises from 1 to 2 was not added."""
    if isinstance(value, msgspec.Struct):
        config = value.__struct_config__
        named = {name: _plain(inner) for name, inner in msgspec.structs.asdict(value).items()}
        tag = {config.tag_field: config.tag} if config.tag_field else {}
        return tag | {name: inner for name, inner in named.items() if inner not in (None, {})}
    return [_plain(inner) for inner in value] if isinstance(value, list) else msgspec.to_builtins(value)


def _compare(path: str, before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _compare_mappings(path, before, after)
    elif _keyed(before) and _keyed(after):
        yield from _compare_keyed(path, before, after)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for n, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _compare(f"{path}[{n}]", old, new)
    else:
        yield Change(what="changed", path=path, before=_words(before), after=_words(after))


def _compare_mappings(path: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for name in [*before, *(name for name in after if name not in before)]:
        inner = f"{path}.{name}" if path else name
        if name not in after:
            yield Change(what="removed", path=inner, before=_words(before[name]))
        elif name not in before:
            yield Change(what="added", path=inner, after=_words(after[name]))
        else:
            yield from _compare(inner, before[name], after[name])


def _compare_keyed(path: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[Change]:
    old, new = ({part["key"]: part for part in parts} for parts in (before, after))
    yield from _compare_mappings(path, old, new)
    stayed = [key for key in old if key in new], [key for key in new if key in old]
    if stayed[0] != stayed[1]:
        yield Change(what="moved", path=path, before=", ".join(stayed[0]), after=", ".join(stayed[1]))


def _keyed(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(part, dict) and "key" in part for part in value)


def _words(value: Any) -> str:
    """The first wording of a section, item or option; anything else as compact JSON."""
    if isinstance(value, dict):
        named = value.get("text") or value.get("title")
        if isinstance(named, dict) and named:
            return str(next(iter(named.values())))
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
