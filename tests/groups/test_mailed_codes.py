"""Codes by mail: those of one's own browser stay good, and nobody keeps somebody else out by asking for codes."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from codev import worker
from groups.models import User
from tests.mails import ASK, CONFIRM, ask, code_in, comes_in, delivered, rows
from tests.smtp import Post


def test_codes_of_ones_own_browser_stay_good_whoever_asks_meanwhile(claire: User) -> None:
    http = ask(claire)
    first = code_in(delivered()[0])
    http.post(CONFIRM, {"action": "resend"})
    for _ in range(5):
        stranger = Client(REMOTE_ADDR="192.0.2.1")
        stranger.post(ASK, {"email": claire.email})
    delivered()
    theirs = code_in(mail.outbox[-1])
    assert not comes_in(http, theirs)
    assert comes_in(http, first)
    assert not comes_in(ask(claire), first)


def test_a_code_for_one_address_opens_no_other(claire: User) -> None:
    http = ask(claire)
    code = code_in(delivered()[0])
    User.objects.create_user("omar@example.org", name="Omar")
    # Else allauth goes on waiting for the first.
    assert [comes_in(http, "WRONG-1") for _ in range(3)] == [False] * 3
    ask("omar@example.org", http)
    delivered()
    assert not comes_in(http, code)


def test_who_asks_too_often_in_somebody_s_name_is_stopped_and_she_is_not(claire: User) -> None:
    for _ in range(3):
        ask(claire, Client(REMOTE_ADDR="192.0.2.1"))
    assert Client(REMOTE_ADDR="192.0.2.1").post(ASK, {"email": claire.email}).status_code == 200
    assert comes_in(ask(claire), code_in(delivered()[-1]))


def test_an_address_is_added_by_the_code_that_reached_it_and_by_no_other(claire: User, by_post: Post) -> None:
    http = ask(claire)
    worker.drain()
    assert comes_in(http, code_in(by_post.letters.pop()))
    for email in ("claire.two@example.org", "victim@example.org"):
        assert http.post("/accounts/email/", {"action_add": "", "email": email}).status_code == 302
        assert email not in rows()
        worker.drain()
    first, second = by_post.letters
    assert (first["To"], second["To"]) == ("claire.two@example.org", "victim@example.org")
    http.post("/accounts/confirm-email/", {"code": code_in(first)})
    assert not EmailAddress.objects.filter(email="victim@example.org").exists()
    http.post("/accounts/confirm-email/", {"code": code_in(second)})
    assert EmailAddress.objects.filter(user=claire, email="victim@example.org", verified=True).exists()
