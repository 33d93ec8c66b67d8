"""The default demo network with a submission for every audit, made once for all tests of it."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

import yaml

from audit_api.demo.encounter import submission
from audit_api.demo.fieldwork import CHECKLISTS, Fieldwork, Shop, fieldwork
from audit_api.demo.network import network
from checklists.answers import Submission
from checklists.definition import Checklist, ChecklistRef
from checklists.publishing import read_definition

TODAY = date(2026, 11, 22)


@cache
def year(seed: int = 1, branches: int = 36, months: int = 12) -> Fieldwork:
    return fieldwork(network(seed, branches), months, TODAY)


@cache
def library() -> dict[str, Checklist]:
    return {key: _shipped(key) for key in CHECKLISTS}


def submitted(work: Fieldwork) -> Iterator[tuple[Shop, Checklist, Submission]]:
    for shop in work.shops:
        checklist = library()[shop.checklist]
        ref = ChecklistRef(key=checklist.key, version=1)
        yield shop, checklist, submission(work.seed, shop, checklist, ref, work.midnight)


def _shipped(key: str) -> Checklist:
    source = files("checklists").joinpath(f"library/{key}.yaml").read_text("utf-8")
    checklist, _ = read_definition(yaml.safe_load(source))
    assert checklist is not None
    return checklist
