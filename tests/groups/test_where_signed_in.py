"""Where an account is signed in: seen, ended one by one or all at once, and nobody else's."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import HASH_SESSION_KEY
from django.test import Client

from codev.browsers import hashed
from groups.models import SignIn, User
from tests.mails import code_in, delivered

from .conftest import Atelier, Bells, url

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


def browser_of(user: User, agent: str) -> Client:
    http = Client(headers={"User-Agent": agent})
    http.force_login(user)
    # A test's own signing in has no browser.
    SignIn.objects.filter(user=user, label="").update(label=agent[13:20])
    return http


def is_in(http: Client) -> bool:
    return http.get("/account/").status_code == 200


def listed(http: Client) -> list[str]:
    page = http.get(url("sign_ins")).content.decode()
    return re.findall(r"<li class=\"card[^>]*>\s*<span>\s*<strong>([^<]*)</strong>", page)


def test_each_browser_is_listed_by_what_it_calls_itself(atelier: Atelier) -> None:
    http = Client(headers={"User-Agent": IPHONE, "Accept-Language": "en"})
    http.post("/accounts/login/code/", {"email": atelier.amina.email})
    code = code_in(delivered()[0])
    http.post("/accounts/login/code/confirm/", {"code": code})
    assert listed(http) == ["iPhone · Safari"]
    page = http.get(url("sign_ins")).content.decode()
    assert "this device" in page
    assert page.count("/end/") == 0


def test_one_is_ended_and_the_others_stay(atelier: Atelier) -> None:
    here, there, elsewhere = (browser_of(atelier.amina, IPHONE) for _ in range(3))
    row = SignIn.objects.get(browser=hashed(str(there.session.session_key)))
    assert here.post(url("end_sign_in", row.pk)).status_code == 302
    assert [is_in(http) for http in (here, there, elsewhere)] == [True, False, True]
    assert len(listed(here)) == 2


def test_all_others_are_ended_at_once(atelier: Atelier) -> None:
    here, there, elsewhere = (browser_of(atelier.amina, IPHONE) for _ in range(3))
    stranger = browser_of(atelier.david, WINDOWS)
    here.post(url("end_sign_ins"))
    assert [is_in(http) for http in (here, there, elsewhere, stranger)] == [True, False, False, True]


def test_so_are_browsers_that_no_list_knows(atelier: Atelier) -> None:
    here, there = (browser_of(atelier.amina, IPHONE) for _ in range(2))
    SignIn.objects.filter(browser=hashed(str(there.session.session_key))).delete()
    assert here.post(url("end_sign_ins")).status_code == 302
    assert [is_in(http) for http in (here, there)] == [True, False]


def test_whom_a_new_password_signs_out_stands_there_no_more(atelier: Atelier) -> None:
    here, _ = (browser_of(atelier.amina, IPHONE) for _ in range(2))
    assert len(listed(here)) == 2
    old, new = "trois petits chats verts", "quatre petits chats bleus"
    held = here.session
    atelier.amina.set_password(old)
    atelier.amina.save()
    held[HASH_SESSION_KEY] = atelier.amina.get_session_auth_hash()
    held.save()
    assert here.post("/accounts/password/change/", {"oldpassword": old, "password1": new, "password2": new}).url
    assert len(listed(here)) == 1


def test_nobody_ends_anothers(atelier: Atelier) -> None:
    mine, his = browser_of(atelier.amina, IPHONE), browser_of(atelier.david, WINDOWS)
    row = SignIn.objects.get(user=atelier.david)
    mine.post(url("end_sign_in", row.pk))
    assert is_in(his)
    assert len(listed(mine)) == 1


def test_a_browser_whose_key_changes_is_still_the_same(atelier: Atelier) -> None:
    """A password changes, a seat is taken: the key is another one each time."""
    here, there = browser_of(atelier.amina, IPHONE), browser_of(atelier.amina, WINDOWS)
    held = there.session
    held.cycle_key()
    held.save()
    there.cookies["sessionid"] = str(held.session_key)
    assert is_in(there)
    here.post(url("end_sign_ins"))
    assert not is_in(there)


def test_open_pages_are_rung(atelier: Atelier, bells: Bells, django_capture_on_commit_callbacks: object) -> None:
    here, there = browser_of(atelier.amina, IPHONE), browser_of(atelier.amina, WINDOWS)
    bells.listen("person", atelier.amina.pk)  # type: ignore[arg-type]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        here.post(url("end_sign_ins"))
    assert bells.heard() == f"person.{atelier.amina.pk}"
    assert not is_in(there)


def test_a_browser_of_before_the_list_stands_in_it_once_it_looks(atelier: Atelier) -> None:
    http = browser_of(atelier.amina, IPHONE)
    SignIn.objects.all().delete()
    assert listed(http) == ["iPhone · Safari"]


def test_signing_out_takes_it_off_the_list(atelier: Atelier) -> None:
    here, there = browser_of(atelier.amina, IPHONE), browser_of(atelier.amina, WINDOWS)
    there.post("/accounts/logout/")
    assert len(listed(here)) == 1


@pytest.mark.parametrize("value", ["browser", "label", "id"])
def test_what_is_kept_of_it_is_no_cookie(atelier: Atelier, value: str) -> None:
    browser_of(atelier.amina, IPHONE)
    http = Client()
    http.cookies["sessionid"] = str(getattr(SignIn.objects.get(), value))
    assert not is_in(http)
