"""How many examples there are of each kind, so that a search need not count them."""

from uuid import UUID

from beanie import Document


class ExampleTallyDocument(Document):
    """`id` is a facet. `visible` to trainers; `states` and `regions`: state -> number, in all and by region.

    `due`: examples of this facet are being written; who reads counts them.
    """

    id: str  # type: ignore[assignment]
    visible: int = 0
    states: dict[str, int] = {}
    regions: dict[str, dict[str, int]] = {}
    due: UUID | None = None

    class Settings:
        name = "example_tallies"
