"""Checklist definitions as authors write them: YAML or JSON, checked whole, published as versions."""

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec
import yaml
from pymongo.errors import DuplicateKeyError

from audit_api.documents import ChecklistVersionDocument, PhotoDocument
from audit_api.photos.records import reprieved
from audit_api.problems import Problem
from checklists.definition import Checklist, items_of
from checklists.differences import differences
from checklists.faults import Fault, error
from checklists.publishing import read_definition

PUBLISH_ATTEMPTS = 5
MAX_BYTES = 400_000  # the largest that ships has 50,000; parsing keeps the whole process busy
# The deepest conditions need 25 levels. Far deeper nesting crashes the C parser, and aliases
# let a small file stand for an enormous one; both are found before anything is built.
MAX_DEPTH = 60


def parse_definition(source: bytes, is_yaml: bool) -> tuple[Checklist | None, list[Fault]]:
    """The checklist, or None, and everything wrong with it. Never raises for any bytes."""
    if len(source) > MAX_BYTES:
        return None, [error("", "too_large", f"A definition has at most {MAX_BYTES} bytes.")]
    try:
        return read_definition(_yaml(source) if is_yaml else msgspec.json.decode(source))
    except (yaml.YAMLError, msgspec.DecodeError, ValueError) as exc:
        return None, [error("", "unreadable", f"Not {'YAML' if is_yaml else 'JSON'}: {exc}")]
    except RecursionError:
        return None, [error("", "too_deep", "The data is nested too deeply.")]


def _yaml(source: bytes) -> object:
    depth = 0
    for event in yaml.parse(source, yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("anchors and aliases are not accepted")
        if depth > MAX_DEPTH:
            raise ValueError(f"nested deeper than {MAX_DEPTH} levels")
    return yaml.load(source, yaml.CSafeLoader)


async def publish(checklist: Checklist, published_by: str, at: datetime) -> tuple[ChecklistVersionDocument, bool]:
    """The new version and True, or the latest one and False if it is the same definition.

    `checklist` must be without errors. Raises `photos_missing` for reference photos.
    """
    photos = [item.reference_photo for _, item in items_of(checklist) if item.reference_photo is not None]
    await _require_photos(photos)
    for _ in range(PUBLISH_ATTEMPTS):
        latest = await ChecklistVersionDocument.latest(checklist.key)
        if latest is not None and latest.definition == checklist:
            return latest, False
        version = _next_version(checklist, latest, photos, published_by, at)
        try:
            await version.insert()
        except DuplicateKeyError:
            continue
        return version, True
    raise Problem("version_conflict")


def _next_version(
    checklist: Checklist,
    latest: ChecklistVersionDocument | None,
    photos: list[UUID],
    published_by: str,
    at: datetime,
) -> ChecklistVersionDocument:
    number = latest.version + 1 if latest else 1
    return ChecklistVersionDocument(
        id=uuid5(NAMESPACE_URL, f"checklist:{checklist.key}:{number}"),
        key=checklist.key,
        version=number,
        definition=checklist,
        changes=differences(latest.definition, checklist) if latest else [],
        reference_photos=photos,
        published_at=at,
        published_by=published_by,
    )


async def _require_photos(wanted: list[UUID]) -> None:
    stored = await PhotoDocument.find({"_id": {"$in": wanted}}).to_list() if wanted else []
    found = {photo.id for photo in await reprieved(stored)}
    missing = [str(photo) for photo in wanted if photo not in found]
    if missing:
        raise Problem("photos_missing", f"{len(missing)} reference photo(s).", missing_photos=missing)
