"""Which version of something a client has."""


def matches(if_none_match: str | None, etag: str) -> bool:
    """Whether the header of a request names the strong `etag`, also when a proxy has weakened it."""
    known = [tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")]
    return etag in known or known == ["*"]
