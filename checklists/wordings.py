"""Every text of a checklist in every language it declares."""

from collections.abc import Iterator

from checklists.definition import Checklist, item_paths
from checklists.faults import Fault, error, warning
from checklists.items import Item, MultiChoice, Number, Scale, SingleChoice, Text


def wording_faults(checklist: Checklist) -> Iterator[Fault]:
    """A missing fallback is an error, a missing translation a warning."""
    fallback, *others = checklist.languages
    for path, text in texts_of(checklist):
        if fallback not in text:
            yield error(path, "fallback_missing", f"The text in `{fallback}`, the fallback language, is missing.")
        for language in others:
            if language not in text:
                yield warning(path, "translation_missing", f"There is no translation into `{language}`.")
        for language in sorted(text.keys() - set(checklist.languages)):
            yield error(path, "language_undeclared", f"`{language}` is not among the checklist's languages.")


def texts_of(checklist: Checklist) -> Iterator[tuple[str, Text]]:
    yield "title", checklist.title
    yield from _optional("description", checklist.description)
    for s, section in enumerate(checklist.sections):
        yield f"sections[{s}].title", section.title
        yield from _optional(f"sections[{s}].help", section.help)
    for path, _, item in item_paths(checklist):
        yield from _item_texts(path, item)


def _item_texts(path: str, item: Item) -> Iterator[tuple[str, Text]]:
    yield f"{path}.text", item.text
    yield from _optional(f"{path}.help", item.help)
    if isinstance(item, SingleChoice | MultiChoice):
        for n, option in enumerate(item.options):
            yield f"{path}.options[{n}].text", option.text
    elif isinstance(item, Scale):
        for n, anchor in enumerate(item.levels):
            yield f"{path}.levels[{n}]", anchor
    elif isinstance(item, Number):
        yield f"{path}.unit", item.unit


def _optional(path: str, text: Text) -> Iterator[tuple[str, Text]]:
    if text:
        yield path, text
