"""What a checklist asks, in the language of the reader."""

import msgspec

from checklists.definition import Checklist, items_of
from checklists.items import Text


class Asked(msgspec.Struct, frozen=True):
    """The words of the present checklist version, by key. What older versions asked is called by its key."""

    title: str = ""
    sections: dict[str, str] = {}
    items: dict[str, str] = {}

    def section(self, key: str) -> str:
        return self.sections.get(key) or key

    def item(self, key: str) -> str:
        return self.items.get(key) or key


def said_in(text: Text, language: str) -> str:
    """A text in the language, or in another one where there is none in this one."""
    return text.get(language) or next(iter(text.values()), "")


def read_asked(checklist: Checklist | None, language: str) -> Asked:
    if checklist is None:
        return Asked()
    fallback = checklist.languages[0]

    def wording(text: Text) -> str:
        return text.get(language) or text.get(fallback) or ""

    return Asked(
        title=wording(checklist.title),
        sections={section.key: wording(section.title) for section in checklist.sections},
        items={item.key: wording(item.text) for _, item in items_of(checklist)},
    )
