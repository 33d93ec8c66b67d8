"""Who somebody is, as they are told themselves."""

from datetime import datetime
from uuid import UUID

import msgspec

from audit_api.documents.accounts import Role
from audit_api.people.auth import Principal
from checklists.items import Language


class Me(msgspec.Struct, kw_only=True, omit_defaults=True):
    user_id: UUID
    account: str
    name: str
    role: Role
    region_ids: list[UUID]
    language: Language
    expires_at: datetime
    token: str | None = None


def me(principal: Principal, token: str | None = None) -> Me:
    return Me(
        user_id=principal.user_id,
        account=principal.account,
        name=principal.name,
        role=principal.role,
        region_ids=principal.region_ids,
        language=principal.language,
        expires_at=principal.expires_at,
        token=token,
    )
