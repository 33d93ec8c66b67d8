"""Who of several processes does what only one should do at a time."""

from datetime import datetime

from beanie import Document


class LeaseDocument(Document):
    """`id` names the work; `done_at` is when it last came to an end. Both times are by the database's clock."""

    id: str  # type: ignore[assignment]
    holder: str
    until: datetime
    done_at: datetime

    class Settings:
        name = "leases"
