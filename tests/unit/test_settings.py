"""Settings: what is wrong stops the start with one line that names the variable."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from audit_api.settings import Settings, SettingsError, load_settings

ROOT = Path(__file__).parents[2]
FIELDS = {field.name: field for field in msgspec.structs.fields(Settings)}
# Any text but an empty one is a path or a host name.
NEVER_WRONG = {"smtp_host", "smtp_user", "smtp_password", "host", "data_dir", "pages_dir", "trusted_proxies"}
WRONG = [
    ("PORT", "eighty"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "80.5"),
    ("MONGODB_URI", "localhost:27017"),
    ("MONGODB_URI", "postgresql://localhost/audits"),
    ("MONGODB_DATABASE", "mystery audit"),
    ("MONGODB_DATABASE", "a" * 39),
    ("LOG_FORMAT", "xml"),
    ("LOG_LEVEL", "verbose"),
    ("LOG_LEVEL", "INFO"),
    ("COOKIE_SECURE", "maybe"),
    ("SESSION_DAYS", "0"),
    ("SESSION_DAYS", "366"),
    ("SIGN_IN_ATTEMPTS", "0"),
    ("SIGN_IN_PAUSE_SECONDS", "-1"),
    ("BODY_MAX_BYTES", "2MB"),
    ("PHOTO_MAX_BYTES", "0"),
    ("PHOTO_MAX_PIXELS", "64_000_000"),
    ("PHOTO_SECONDS", "0"),
    ("PHOTO_SECONDS", "soon"),
    ("UPLOAD_DAYS", "0"),
    ("PHOTOS_UNCLAIMED_MAX", "0"),
    ("UPLOADS_MAX", "0"),
    ("UPLOADS_MAX_BYTES", "500MB"),
    ("ORPHAN_PHOTO_DAYS", "99999"),
    ("APPEAL_DAYS", "0"),
    ("PAPER_MAX_BYTES", "16000000"),
    ("CALIBRATION_HOURS", "169"),
    ("EXAMINE_SECONDS", "-1"),
    ("ALERT_SECONDS", "3601"),
    ("SMTP_PORT", "0"),
    ("SMTP_SECURITY", "ssl"),
    ("MAIL_FROM", "nobody"),
    ("PUBLIC_URL", "audits.example"),
    ("DIGEST_HOUR", "24"),
    ("MAIL_SECONDS", "-1"),
    ("SWEEP_HOURS", "-1"),
]


def test_defaults_are_fit_for_a_trial() -> None:
    settings = load_settings({})
    assert settings == Settings()
    assert (settings.host, settings.port, settings.mongodb_uri) == ("127.0.0.1", 8000, None)


def test_every_setting_is_read_from_the_variable_of_its_name() -> None:
    given = {
        "HOST": "0.0.0.0",
        "PORT": "9000",
        "DATA_DIR": "/srv/audits",
        "PAGES_DIR": "/srv/pages",
        "MONGODB_URI": "mongodb+srv://cluster.example",
        "MONGODB_DATABASE": "audits-2",
        "LOG_FORMAT": "console",
        "LOG_LEVEL": "debug",
        "COOKIE_SECURE": "true",
        "TRUSTED_PROXIES": "10.0.0.1",
        "SESSION_DAYS": "7",
        "SIGN_IN_ATTEMPTS": "3",
        "SIGN_IN_PAUSE_SECONDS": "60",
        "BODY_MAX_BYTES": "1000000",
        "PHOTO_MAX_BYTES": "10000000",
        "PHOTO_MAX_PIXELS": "20000000",
        "PHOTO_SECONDS": "2.5",
        "UPLOAD_DAYS": "40",
        "PHOTOS_UNCLAIMED_MAX": "50",
        "UPLOADS_MAX": "20",
        "UPLOADS_MAX_BYTES": "100000000",
        "ORPHAN_PHOTO_DAYS": "90",
        "APPEAL_DAYS": "21",
        "PAPER_MAX_BYTES": "5000000",
        "CALIBRATION_HOURS": "12",
        "EXAMINE_SECONDS": "30",
        "ALERT_SECONDS": "30",
        "SMTP_HOST": "mail.example",
        "SMTP_PORT": "465",
        "SMTP_USER": "audits",
        "SMTP_PASSWORD": "secret",
        "SMTP_SECURITY": "tls",
        "MAIL_FROM": "audits@mail.example",
        "PUBLIC_URL": "https://audits.example",
        "DIGEST_HOUR": "6",
        "MAIL_SECONDS": "30",
        "SWEEP_HOURS": "6",
    }
    assert set(given) == {name.upper() for name in FIELDS}
    read = msgspec.structs.asdict(load_settings(given))
    assert all(read[name] != field.default for name, field in FIELDS.items())
    assert read["data_dir"] == Path("/srv/audits") and read["cookie_secure"] is True


def test_every_setting_that_can_be_wrong_is_tried() -> None:
    assert {name.lower() for name, _ in WRONG} == set(FIELDS) - NEVER_WRONG


@pytest.mark.parametrize(("variable", "value"), WRONG)
def test_a_wrong_value_is_named_in_one_line(variable: str, value: str) -> None:
    with pytest.raises(SettingsError) as raised:
        load_settings({variable: value})
    message = str(raised.value)
    assert message.startswith(f"{variable}: ") and len(message) > len(variable) + 10
    assert message.count("\n") == 0


@pytest.mark.parametrize("name", FIELDS)
def test_empty_counts_as_unset(name: str) -> None:
    assert load_settings({name.upper(): ""}) == Settings()


def test_other_variables_are_nobodys_business() -> None:
    assert load_settings({"PATH": "/usr/bin", "port": "nonsense", "MONGODB": "nonsense"}) == Settings()


def test_a_folder_may_start_at_home() -> None:
    assert load_settings({"DATA_DIR": "~/audits"}).data_dir == Path.home() / "audits"


def test_the_program_stops_with_that_line_and_nothing_else() -> None:
    command = [sys.executable, "-m", "audit_api", "serve"]
    ended = subprocess.run(command, cwd=ROOT, env={**os.environ, "PORT": "eighty"}, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("PORT: ") and ended.stderr.count("\n") == 1
