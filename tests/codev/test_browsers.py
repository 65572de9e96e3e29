"""What the database holds of browsers opens nothing for whoever reads it."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session as BrowserRow
from django.core import signing
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from codev.browsers import SessionStore, hashed
from groups.models import Mail, User
from tests.mails import code_in, delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def claire() -> User:
    return User.objects.create_user("claire@example.org", name="Claire")


def signed_in(key: str) -> bool:
    http = Client()
    http.cookies["sessionid"] = key
    return "_auth_user_id" in http.session and http.get("/").status_code == 200


def test_no_row_is_anybodys_cookie(claire: User) -> None:
    http = Client()
    http.force_login(claire)
    key = http.session.session_key
    row = BrowserRow.objects.get()

    assert signed_in(key)
    assert row.session_key == hashed(key) != key
    assert not any(signed_in(value) for value in (row.session_key, row.session_data, row.session_data[:32]))


def test_a_code_that_was_mailed_is_not_read_in_the_row(claire: User) -> None:
    http = Client()
    http.post("/accounts/login/code/", {"email": claire.email})
    code = code_in(delivered()[0])
    data = BrowserRow.objects.get().session_data
    held = str(SessionStore(http.session.session_key).decode(data))

    # Nor by the browser itself: it knows by which mail the code went.
    assert str(Mail.objects.get().pk) in held
    assert code.replace("-", "") not in held.replace("-", "") + data
    with pytest.raises(signing.BadSignature):
        signing.loads(data, salt=SessionStore().key_salt)


def test_what_was_moved_or_changed_holds_nothing(claire: User) -> None:
    one, other = Client(), Client()
    for http in (one, other):
        http.force_login(claire)
    mine, hers = one.session.session_key, other.session.session_key
    rows = {row.session_key: row for row in BrowserRow.objects.all()}
    row, stolen = rows[hashed(mine)], rows[hashed(hers)].session_data
    another = "B" if row.session_data[9] == "A" else "A"
    for data in (stolen, row.session_data[:-4], row.session_data[:9] + another + row.session_data[10:], "", "é"):
        BrowserRow.objects.filter(pk=row.pk).update(session_data=data)
        assert not signed_in(mine)


def test_a_row_ends_with_its_browser(claire: User) -> None:
    http = Client()
    http.force_login(claire)
    before = http.session.session_key
    http.session.flush()

    assert not signed_in(before)
    assert BrowserRow.objects.count() == 0


@pytest.mark.django_db(databases=["default", "keys"])
def test_what_was_kept_of_a_browser_goes_once_it_has_run_out(claire: User) -> None:
    gone, here = Client(), Client()
    for http in (gone, here):
        http.force_login(claire)
    row = BrowserRow.objects.filter(session_key=hashed(gone.session.session_key))
    row.update(expire_date=timezone.now())

    call_command("close_forgotten")

    assert not row.exists()
    assert hashed(here.session.session_key) == BrowserRow.objects.get().session_key
