"""E-mails: decided on once, sent by one process at a time, repeated until they go.

What a person is to get is stored under an id that follows from the person and the day, or the alert, before anything
is sent. Only a process that dies between sending and noting it sends an e-mail twice, under the same Message-ID.
"""

from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid5

import aiosmtplib
import structlog

from audit_api.access import DESK, Filter, visible_regions
from audit_api.actions.lists import stored_actions
from audit_api.alerts.alerting import COLD
from audit_api.alerts.lists import audible, office_alerts, preferences_of
from audit_api.clock import now
from audit_api.documents import (
    ActionDocument,
    AlertDocument,
    AlertPreferencesDocument,
    MailDocument,
    UserDocument,
)
from audit_api.documents.actions import UNFINISHED
from audit_api.documents.seam import to_bson
from audit_api.logs import reason_of
from audit_api.mail.letters import letter
from audit_api.people.auth import Principal
from audit_api.repeating import repeating
from audit_api.settings import Settings
from audit_api.storage.leases import Lease, leased

WORK = "mail"
MOST = 30
"""Alerts in one e-mail: who has more looks at the desk."""
FIRST = timedelta(days=7)
"""What the first digest looks back on."""
OVERLAP = timedelta(hours=1)
"""So much earlier than the last digest was decided on may be what it did not see, as it was just being stored."""
AT_ONCE = timedelta(hours=6)
"""An e-mail about a grave failure that could not be decided on for so long is no news."""
ATTEMPTS = 20
LONGEST_PAUSE = 120
"""Minutes between two attempts. Twenty of them take about 26 hours; then the e-mail is given up."""
SMTP_SECONDS = 30.0

_log = structlog.get_logger("mail")


async def mail_waiting(settings: Settings) -> int:
    """Decides what is to be sent now, and sends it; tells how many went. Nothing when another process is at it."""
    if settings.smtp_host is None:
        return 0
    async with leased(WORK) as lease:
        if lease is None:
            return 0
        people = await _people()
        await _decide_immediate(people)
        if now().hour >= settings.digest_hour:
            await _decide_digests(people, lease)
        return await _send_all(settings, lease)


def mailing(settings: Settings) -> AbstractAsyncContextManager[None]:
    """While the context is open, this process sends what is due; nothing without `SMTP_HOST`."""
    return repeating(WORK, lambda: mail_waiting(settings), settings.mail_seconds if settings.smtp_host else 0)


async def _people() -> dict[UUID, UserDocument]:
    """Who works at a desk and has an address."""
    wanted = {"user.active": True, "user.role": {"$in": list(DESK)}, "user.email": {"$ne": None}}
    return {user.id: user async for user in UserDocument.find(wanted)}


def _principal(user: UserDocument) -> Principal:
    """The account as if it were signed in, so that the same rules of access hold."""
    facts = user.user
    return Principal(
        user_id=user.id,
        account=facts.account,
        name=facts.name,
        role=facts.role,
        region_ids=facts.region_ids,
        language=facts.language,
        session_id="mail",
        expires_at=now(),
    )


async def _decide_immediate(people: dict[UUID, UserDocument]) -> None:
    wishes = AlertPreferencesDocument.find({"_id": {"$in": list(people)}, "preferences.immediate": True})
    async for wish in wishes:
        heard = audible(_principal(people[wish.id]), wish.preferences)
        grave = {"finding.rule": "critical_failed", **_stored_since(now() - AT_ONCE)}
        unread = {"$and": [heard, grave, {"read_by": {"$ne": wish.id}}]}
        async for alert in AlertDocument.find(unread):
            await _decide(uuid5(wish.id, f"immediate {alert.id}"), wish.id, "immediate", [alert.id], [])


async def _decide_digests(people: dict[UUID, UserDocument], lease: Lease) -> None:
    day = now().date().isoformat()
    ids = {uuid5(user_id, f"digest {day}"): user for user_id, user in people.items()}
    decided = {mail.id async for mail in MailDocument.find({"_id": {"$in": list(ids)}})}
    for mail_id, user in ids.items():
        if mail_id in decided:
            continue
        await lease.renew()
        muted = await preferences_of(user.id)
        if muted.digest:
            last = await _last_digest(user.id)
            since, told = (last.created_at - OVERLAP, last.alert_ids) if last else (now() - FIRST, [])
            fresh = {**_stored_since(since), "_id": {"$nin": told}, "read_by": {"$ne": user.id}}
            found = AlertDocument.find({"$and": [audible(_principal(user), muted), fresh]})
            alerts = [alert.id for alert in await found.sort("-raised_at").limit(MOST).to_list()]
            await _decide(mail_id, user.id, "digest", alerts, await _overdue(_principal(user)))


async def _last_digest(user_id: UUID) -> MailDocument | None:
    return await MailDocument.find({"user_id": user_id, "kind": "digest"}).sort("-created_at").first_or_none()


def _stored_since(moment: datetime) -> Filter:
    """Without `stored_at` they are from an earlier version. The last line is for the index, which sorts by that."""
    return {
        "$or": [{"stored_at": {"$gt": moment}}, {"stored_at": None, "raised_at": {"$gt": moment}}],
        "raised_at": {"$gt": moment - COLD},
    }


async def _overdue(owner: Principal) -> list[UUID]:
    late = ActionDocument.find(_late(owner)).sort("action.due_on").limit(MOST)
    return [action.id for action in await late.to_list()]


def _late(owner: Principal) -> Filter:
    """A filter on action items: those of the reader's own that are overdue and that they may still see."""
    mine = {"action.owner_id": owner.user_id, "action.state": {"$in": UNFINISHED}}
    return {**mine, "action.due_on": {"$lt": now().date().isoformat()}, **visible_regions(owner)}


async def _decide(mail_id: UUID, user_id: UUID, kind: str, alerts: list[UUID], actions: list[UUID]) -> None:
    at = now()
    fresh: dict[str, Any] = {
        "user_id": user_id,
        "kind": kind,
        "alert_ids": alerts,
        "action_ids": actions,
        "created_at": at,
        "next_at": at,
        "attempts": 0,
        "sent": False,
        # A day with nothing to tell is settled, too: nothing is sent later on that day.
        "settled_at": None if alerts or actions else at,
    }
    mails = MailDocument.get_pymongo_collection()
    await mails.update_one({"_id": mail_id}, {"$setOnInsert": to_bson(fresh)}, upsert=True)


async def _send_all(settings: Settings, lease: Lease) -> int:
    sent = 0
    async for mail in MailDocument.find({"settled_at": None, "next_at": {"$lte": now()}}).sort("next_at"):
        await lease.renew()
        sent += await _send(mail, settings)
    return sent


async def _send(mail: MailDocument, settings: Settings) -> bool:
    """Whatever is wrong with one e-mail holds up no other."""
    try:
        message = await _message(mail, settings)
        if message is None:
            await _note(mail, {"settled_at": now()})
            return False
        await _deliver(message, settings)
    except Exception as exc:
        await _put_off(mail, exc)
        return False
    await _note(mail, {"sent": True, "settled_at": now(), "attempts": mail.attempts + 1})
    _log.info("mail_sent", mail=str(mail.id), kind=mail.kind)
    return True


async def _message(mail: MailDocument, settings: Settings) -> EmailMessage | None:
    """None when there is nobody, or nothing left, to tell: days may have passed since it was decided on."""
    user = await UserDocument.get(mail.user_id)
    if user is None or not user.user.active or not user.user.email or user.user.role not in DESK:
        return None
    reader, wishes = _principal(user), await preferences_of(user.id)
    if not (wishes.digest if mail.kind == "digest" else wishes.immediate):
        return None
    heard: Filter = {"$and": [{"_id": {"$in": mail.alert_ids}}, audible(reader, wishes)]}
    alerts = await AlertDocument.find(heard).sort("-raised_at").to_list()
    late: Filter = {"_id": {"$in": mail.action_ids}, **_late(reader)}
    actions = await ActionDocument.find(late).sort("action.due_on").to_list()
    if not alerts and not actions:
        return None
    return letter(
        mail.id,
        mail.kind,
        user.user,
        await office_alerts(alerts, user.id),
        await stored_actions(actions, now()),
        settings,
    )


async def _deliver(message: EmailMessage, settings: Settings) -> None:
    await aiosmtplib.send(
        message,
        hostname=settings.smtp_host,
        port=settings.smtp_port,
        username=settings.smtp_user,
        password=settings.smtp_password,
        use_tls=settings.smtp_security == "tls",
        start_tls=settings.smtp_security == "starttls",
        timeout=SMTP_SECONDS,
    )


async def _put_off(mail: MailDocument, exc: Exception) -> None:
    """Until the next attempt: a minute after the first, twice as long each time up to `LONGEST_PAUSE`."""
    attempts = mail.attempts + 1
    _log.warning("mail_not_sent", mail=str(mail.id), attempts=attempts, reason=reason_of(exc))
    pause = timedelta(minutes=min(2**mail.attempts, LONGEST_PAUSE))
    change: dict[str, Any] = {"attempts": attempts, "next_at": now() + pause}
    await _note(mail, change | ({"settled_at": now()} if attempts >= ATTEMPTS else {}))


async def _note(mail: MailDocument, change: dict[str, Any]) -> None:
    await MailDocument.get_pymongo_collection().update_one({"_id": mail.id}, {"$set": change})
