"""NewAudit: what is written of a submission is what is read of an audit."""

import msgspec

from audit_api.audits.new_audits import NewAudit
from audit_api.documents import AuditDocument


def test_a_new_audit_has_the_fields_and_the_defaults_of_its_document() -> None:
    fields = {field.name: field for field in msgspec.structs.fields(NewAudit)}
    stored = {name: field for name, field in AuditDocument.model_fields.items() if name != "revision_id"}
    assert fields.keys() == stored.keys()
    given = {name for name, field in fields.items() if field.required}
    # The document makes no difference between an audit without photos and one that does not say.
    assert {name for name, field in stored.items() if field.is_required()} == given - {"photo_ids"} | {"status"}
