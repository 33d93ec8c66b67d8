"""Conditions as authors write them."""

from typing import Any

from tests.unit.checklist_samples import Data


def equals(key: str, value: Any) -> Data:
    return {"op": "equals", "item": key, "value": value}


def one_of(key: str, *values: Any) -> Data:
    return {"op": "in", "item": key, "values": list(values)}


def compare(key: str, operator: str, value: float) -> Data:
    return {"op": "compare", "item": key, "operator": operator, "value": value}


def answered(key: str) -> Data:
    return {"op": "answered", "item": key}


def negated(condition: Data) -> Data:
    return {"op": "not", "condition": condition}


def every(*conditions: Data) -> Data:
    return {"op": "all", "conditions": list(conditions)}


def some(*conditions: Data) -> Data:
    return {"op": "any", "conditions": list(conditions)}
