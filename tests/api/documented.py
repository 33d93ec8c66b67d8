"""Holds the API description to its word: no answer may have a status that it does not list."""

import re
from typing import Any

import httpx


class Documented:
    """An httpx response hook."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._paths = [
            (re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), operations)
            for path, operations in schema["paths"].items()
        ]

    def __call__(self, response: httpx.Response) -> None:
        path, method = response.request.url.path, response.request.method.lower()
        for pattern, operations in self._paths:
            if pattern.fullmatch(path) and method in operations:
                listed = operations[method]["responses"]
                assert str(response.status_code) in listed, f"{method} {path}: {response.status_code} is not listed"
                return
