"""An e-mail as it is sent: plain text, nothing about shoppers, and how to stop it."""

import re
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from uuid import UUID

from audit_api.actions.lists import StoredAction
from audit_api.alerts.lists import OfficeAlert
from audit_api.clock import now
from audit_api.documents import User
from audit_api.documents.mails import MailKind
from audit_api.mail.words import MailWords, words
from audit_api.settings import Settings
from checklists.items import Text

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def letter(
    mail_id: UUID,
    kind: MailKind,
    user: User,
    alerts: Sequence[OfficeAlert],
    overdue: Sequence[StoredAction],
    settings: Settings,
) -> EmailMessage:
    said = words(user.language)
    message = EmailMessage()
    message["Subject"] = said.digest if kind == "digest" else f"{said.immediate}: {_line(alerts[0].branch_name)}"
    message["From"] = settings.mail_from
    message["To"] = formataddr((_line(user.name), user.email or ""))
    message["Date"] = format_datetime(now())
    # Should it be sent twice after a crash, a mail program sees that it is the same.
    message["Message-ID"] = f"<{mail_id}@{parseaddr(settings.mail_from)[1].rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    desk = f"{settings.public_url.rstrip('/')}/desk/"
    message["List-Unsubscribe"] = f"<{desk}#/alerts/preferences>"
    message.set_content("\n".join(_lines(user, said, alerts, overdue, desk)))
    return message


def _lines(
    user: User, said: MailWords, alerts: Sequence[OfficeAlert], overdue: Sequence[StoredAction], desk: str
) -> Iterator[str]:
    yield said.hello.format(_line(user.name))
    if alerts:
        yield from ("", said.happened)
        for alert in alerts:
            yield from ("", f"{_line(alert.branch_name)}: {said.rules[alert.rule]}")
            yield from (f"- {_about(item.text, user)}" for item in alert.items)
            if alert.change is not None:
                yield f"- {said.fell.format(f'{abs(alert.change):.1f}')}"
            yield f"{desk}#/audits/{alert.audit_id}"
    if overdue:
        yield from ("", said.overdue)
        for action in overdue:
            yield f"- {action.due_on.isoformat()}, {_line(action.branch_name)}: {_about(action.item_text, user)}"
        yield f"{desk}#/actions?overdue=1"
    yield from ("", "-- ", said.why, said.stop, f"{desk}#/alerts/preferences")


def _line(name: str) -> str:
    """A name may be stored from before names had to be one line; the head of an e-mail takes no other."""
    return _CONTROL.sub(" ", name).strip()


def _about(text: Text, user: User) -> str:
    return text.get(user.language) or text.get("en") or next(iter(text.values()), "")
