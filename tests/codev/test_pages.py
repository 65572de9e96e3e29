"""What holds for every page: headers, language, calm refusals."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

PAGES = ["/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/", "/nowhere/"]
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def policy_of(header: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in header.split(";") if part.strip())


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_page_has_strict_headers(client: Client, path: str) -> None:
    answer = client.get(path)
    assert policy_of(answer["Content-Security-Policy"]) == POLICY
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_page_names_no_other_host_and_has_nothing_inline(client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    assert re.findall(r"(?:src|href|action)=[\"'](?:https?:)?//", page) == []
    assert re.findall(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", page) == []


@pytest.mark.django_db
def test_page_is_french_unless_the_browser_asks(client: Client) -> None:
    assert '<html lang="fr"' in client.get("/accounts/login/").content.decode()
    english = client.get("/accounts/login/", headers={"Accept-Language": "en"})
    assert '<html lang="en"' in english.content.decode()


@pytest.mark.django_db
def test_language_is_switched_by_a_button(client: Client) -> None:
    back = client.post("/i18n/setlang/", {"language": "en", "next": "/accounts/login/"})
    assert (back.status_code, back["Location"]) == (302, "/accounts/login/")
    page = client.get("/accounts/login/").content.decode()
    assert '<html lang="en"' in page
    assert "Send me a code" in page


@pytest.mark.django_db
def test_page_gives_htmx_the_token_and_no_way_to_evaluate(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()
    token = client.cookies["csrftoken"]
    assert not token["httponly"]
    assert 'hx-headers=\'{"X-CSRFToken": "' in page
    assert '"allowEval": false' in page


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/login/", "/join/", "/health/"])
def test_nobody_is_sent_back_what_was_asked(client: Client, path: str) -> None:
    assert client.generic("TRACE", path).status_code == 405


@pytest.mark.django_db
def test_unknown_page_is_a_calm_sentence(client: Client) -> None:
    answer = client.get("/nowhere/", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


@pytest.mark.django_db
def test_forged_post_is_a_calm_sentence() -> None:
    answer = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"}).post("/i18n/setlang/")
    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


@pytest.mark.django_db
def test_network_without_encryption_is_said(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "192.168.1.20"]

    def warns(host: str) -> bool:
        page = client.get("/accounts/login/", headers={"Accept-Language": "en", "Host": f"{host}:8000"})
        return "not encrypted" in page.content.decode()

    assert (warns("127.0.0.1"), warns("192.168.1.20")) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_everything_but_health_is_sent_to_https(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/").status_code == 200
    answer = client.get("/accounts/login/")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/accounts/login/")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/admin/", "/health/", "/metrics"])
def test_a_host_that_is_not_ours_is_refused_on_a_page_of_ours(path: str, caplog: pytest.LogCaptureFixture) -> None:
    answer = Client(raise_request_exception=False).get(path, HTTP_HOST="elsewhere.example")
    assert answer.status_code == 400
    assert [record for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")] == []
    assert "<h1>" in answer.content.decode()
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert {"Permissions-Policy", "X-Content-Type-Options"} <= set(answer.headers)
