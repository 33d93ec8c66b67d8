"""Signing in and out: cookies for pages, tokens for clients, and nothing for guessers."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import httpx
import pytest

from tests.api.cast import Cast, Person, person, signed_in
from tests.api.process import PASSWORD

NewClient = Callable[[], httpx.Client]
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def someone(cast: Cast, new_client: NewClient) -> Iterator[Person]:
    """A shopper of this test's own, whose failures count for nobody else."""
    yield person(cast.admin.http, new_client, "shopper")


def _credentials(account: str, password: str = PASSWORD, transport: str = "cookie") -> dict[str, str]:
    return {"account": account, "password": password, "transport": transport}


def test_a_page_gets_a_cookie_that_scripts_cannot_read(new_client: NewClient, someone: Person) -> None:
    page = new_client()
    answer = page.post("/api/session", json=_credentials(someone.account)).raise_for_status()
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert "token" not in answer.json()
    assert page.get("/api/session").json()["account"] == someone.account


def test_signing_out_ends_the_session_for_good(new_client: NewClient, someone: Person) -> None:
    page = new_client()
    page.post("/api/session", json=_credentials(someone.account)).raise_for_status()
    stolen = page.cookies["session"]
    assert page.delete("/api/session", headers=SAME_SITE).status_code == 204
    thief = new_client()
    assert thief.get("/api/session", headers={"Cookie": f"session={stolen}"}).status_code == 401
    assert someone.http.get("/api/session").status_code == 200  # the other device stays signed in


def test_another_site_cannot_use_the_cookie(new_client: NewClient, someone: Person) -> None:
    page = new_client()
    page.post("/api/session", json=_credentials(someone.account)).raise_for_status()
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}):
        answer = page.delete("/api/session", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "cross_site_request")
    own = {"Origin": str(page.base_url).rstrip("/")}
    assert page.delete("/api/session", headers=own).status_code == 204


def test_a_request_that_names_another_person_is_nobodys(cast: Cast, new_client: NewClient, someone: Person) -> None:
    """Work of one shopper must not arrive as another's after the cookie of a shared phone has changed hands."""
    page = new_client()
    me = page.post("/api/session", json=_credentials(someone.account)).raise_for_status().json()
    assert page.get("/api/session", headers={"Session-User": me["user_id"]}).status_code == 200
    for other in (str(uuid4()), "", cast.admin.account):
        answer = page.get("/api/session", headers={"Session-User": other})
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert page.get("/api/session").status_code == 200


def test_wrong_password_and_unknown_account_look_alike(new_client: NewClient, someone: Person) -> None:
    wrong = new_client().post("/api/session", json=_credentials(someone.account, "not the password"))
    unknown = new_client().post("/api/session", json=_credentials(f"{uuid4().hex}@nowhere.example"))
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_credentials")
    left_out = ("request_id",)
    assert {k: v for k, v in wrong.json().items() if k not in left_out} == {
        k: v for k, v in unknown.json().items() if k not in left_out
    }


def test_guessing_is_paused_even_with_the_right_password(new_client: NewClient, someone: Person) -> None:
    guesser = new_client()
    for _ in range(5):
        assert guesser.post("/api/session", json=_credentials(someone.account, "guess")).status_code == 401
    paused = guesser.post("/api/session", json=_credentials(someone.account))
    assert (paused.status_code, paused.json()["code"]) == (429, "too_many_attempts")
    assert int(paused.headers["Retry-After"]) > 0


def test_an_unknown_account_is_paused_alike(new_client: NewClient) -> None:
    guesser, account = new_client(), f"{uuid4().hex}@nowhere.example"
    statuses = [guesser.post("/api/session", json=_credentials(account, "guess")).status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]


def test_a_success_forgets_the_failures(new_client: NewClient, someone: Person) -> None:
    http = new_client()
    for _ in range(3):
        for _ in range(3):
            slip = http.post("/api/session", json=_credentials(someone.account, "slip"), headers=SAME_SITE)
            assert slip.status_code == 401
        assert http.post("/api/session", json=_credentials(someone.account), headers=SAME_SITE).status_code == 200


def test_account_names_ignore_case(new_client: NewClient, someone: Person) -> None:
    assert signed_in(new_client(), f" {someone.account.upper()} ").get("/api/session").status_code == 200


def test_a_deactivated_account_is_out_at_once(cast: Cast, new_client: NewClient, someone: Person) -> None:
    user = {"account": someone.account, "name": "Shopper", "role": "shopper", "active": False}
    cast.admin.http.put(f"/api/users/{someone.id}", json=user).raise_for_status()
    assert someone.http.get("/api/session").status_code == 401
    again = new_client().post("/api/session", json=_credentials(someone.account))
    assert (again.status_code, again.json()["code"]) == (401, "wrong_credentials")


def test_a_new_role_takes_effect_at_the_next_sign_in(cast: Cast, new_client: NewClient, someone: Person) -> None:
    user = {"account": someone.account, "name": "Now a reviewer", "role": "reviewer"}
    cast.admin.http.put(f"/api/users/{someone.id}", json=user).raise_for_status()
    assert someone.http.get("/api/session").status_code == 401
    assert signed_in(new_client(), someone.account).get("/api/programmes").status_code == 200


def test_a_made_up_token_is_nobodys(new_client: NewClient) -> None:
    assert new_client().get("/api/session", headers={"Authorization": "Bearer made-up"}).status_code == 401
