"""Every setting, read once from the environment into one frozen struct."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

MIB = 1024 * 1024

PositiveInt = Annotated[int, Meta(ge=1)]
Days = Annotated[int, Meta(ge=1, le=3650)]


class SettingsError(Exception):
    """One line that names the variable and says what is wrong with it."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The variable of each field is its name in capitals: `port` is PORT."""

    host: Annotated[str, Meta(min_length=1)] = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65_535)] = 8000
    data_dir: Path = Path(".data")  # embedded MongoDB and nothing else; unused with MONGODB_URI
    pages_dir: Path | None = None  # the built pages; unset: those built beside the application
    mongodb_uri: Annotated[str, Meta(pattern=r"^mongodb(\+srv)?://")] | None = None
    mongodb_database: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,38}$")] = "mystery_audit"
    log_format: Literal["json", "console"] = "json"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    cookie_secure: bool = False  # set to true behind https; false lets a trial run on plain http
    trusted_proxies: str | None = None  # addresses whose X-Forwarded-For is believed, with commas
    session_days: Annotated[int, Meta(ge=1, le=365)] = 30  # long: a shopper may be offline for weeks
    sign_in_attempts: PositiveInt = 10  # failures per account and address before a pause
    sign_in_pause_seconds: PositiveInt = 900
    body_max_bytes: PositiveInt = 2 * MIB  # a full audit is about 30 KB; photos have their own limit
    photo_max_bytes: PositiveInt = 25 * MIB  # the largest phone JPEGs are about 20 MB
    photo_max_pixels: PositiveInt = 64_000_000  # 50 MP phones exist; beyond is a bomb or a poster
    photo_seconds: Annotated[float, Meta(gt=0)] = 20.0  # computing time one photo may take
    upload_days: Days = 30  # an upload that gets no bytes for so long is given up
    photos_unclaimed_max: PositiveInt = 2000  # of one account, named by no audit yet: weeks of work without a network
    uploads_max: PositiveInt = 100  # unfinished uploads one account may hold
    uploads_max_bytes: PositiveInt = 500 * MIB  # what they are to hold when finished, together
    orphan_photo_days: Days = 60  # longer than any phone stays offline with an audit that names the photo
    appeal_days: Days = 14  # from the day an audit is finalised
    paper_max_bytes: Annotated[int, Meta(ge=1, le=15 * MIB)] = 10 * MIB  # a PDF is one document of at most 16 MiB
    calibration_hours: Annotated[int, Meta(ge=0, le=168)] = 24  # 0: this process never calibrates by itself
    examine_seconds: Annotated[int, Meta(ge=0, le=3600)] = 15  # 0: this process works out no flags by itself
    alert_seconds: Annotated[int, Meta(ge=0, le=3600)] = 60  # 0: this process makes up for no alerts by itself
    smtp_host: Annotated[str, Meta(min_length=1)] | None = None  # unset: nobody gets e-mails
    smtp_port: Annotated[int, Meta(ge=1, le=65_535)] = 587
    smtp_user: str | None = None
    smtp_password: str | None = None
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_from: Annotated[str, Meta(pattern="@")] = "Mystery Audit <mystery-audit@localhost>"
    public_url: Annotated[str, Meta(pattern=r"^https?://")] = (
        "http://127.0.0.1:8000"  # what links in e-mails begin with
    )
    digest_hour: Annotated[int, Meta(ge=0, le=23)] = 5  # from this hour on (UTC), once a day
    mail_seconds: Annotated[int, Meta(ge=0, le=3600)] = 60  # 0: this process sends nothing by itself
    sweep_hours: Annotated[int, Meta(ge=0, le=168)] = 24  # 0: this process never sweeps by itself


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Raises SettingsError for the first variable with a wrong value. Empty counts as unset."""
    names = [field.name for field in msgspec.structs.fields(Settings)]
    given = {name: environment[name.upper()] for name in names if environment.get(name.upper())}
    try:
        return msgspec.convert(given, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as exc:
        problem, _, where = str(exc).partition(" - at `$.")
        raise SettingsError(f"{where.rstrip('`').upper()}: {problem[0].lower()}{problem[1:]}") from None


def _path(wanted: type, value: object) -> object:
    if wanted is Path:
        return Path(str(value)).expanduser()
    raise NotImplementedError(wanted)
