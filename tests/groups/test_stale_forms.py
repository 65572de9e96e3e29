"""A form whose token changed, as whoever signed in anew in another tab: what was typed is there, and leaves."""

from __future__ import annotations

import re
from html import unescape

from django.http import HttpResponse
from django.test import Client

from .conftest import Atelier, url

TYPED = "On parle de soi.\r\nOn garde pour soi ce que l’on entend & <ce> que l’on voit."
OWN, OTHER = "http://testserver", "http://elsewhere.example"
LOGIN = {"login": "amina@atelier.fr", "password": "cheval pile agrafe", "code": "482 913"}


def strict(atelier: Atelier) -> Client:
    """A facilitator's browser, which signed in a second time since its page was loaded."""
    http = Client(enforce_csrf_checks=True)
    for _ in range(2):
        http.force_login(atelier.amina)
        http.get(url("charter", atelier.group.pk))
    return http


def revise(http: Client, atelier: Atelier, origin: str | None = OWN) -> HttpResponse:
    headers = {"Origin": origin} if origin else {}
    form = {"csrfmiddlewaretoken": "x" * 64, "text": TYPED}
    return http.post(url("revise_charter", atelier.group.pk), form, headers=headers)


def offered(answer: HttpResponse) -> dict[str, str]:
    """The fields of the form that the page offers to send again, as a browser would."""
    page = answer.content.decode()
    (form,) = re.findall(r'<form class="row" method="post".*?</form>', page, re.DOTALL) or [""]
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    return {name: unescape(value) for name, value in fields}


def test_what_was_typed_is_offered_and_leaves_reload_included(atelier: Atelier) -> None:
    http = strict(atelier)
    answer = revise(http, atelier)
    assert (answer.status_code, answer["Codev-Refused"]) == (403, "csrf")
    assert "On parle de soi.<br>" in answer.content.decode()

    reloaded = offered(revise(http, atelier))
    assert reloaded["text"] == TYPED
    sent = http.post(url("revise_charter", atelier.group.pk), reloaded, headers={"Origin": OWN})
    assert sent.status_code == 302
    assert atelier.group.charter.text == TYPED.replace("\r\n", "\n")


def test_what_another_site_sent_is_not_offered(atelier: Atelier) -> None:
    http = strict(atelier)
    for origin in (OTHER, "null", None):
        answer = revise(http, atelier, origin)
        assert answer.status_code == 403
        assert "On parle de soi" not in answer.content.decode()
        assert offered(answer) == {}


def test_secrets_are_typed_again(atelier: Atelier) -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", LOGIN, headers={"Origin": OWN})
    page = answer.content.decode()
    assert offered(answer)["login"] == LOGIN["login"]
    assert not [secret for secret in (LOGIN["password"], LOGIN["code"]) if secret in page]
