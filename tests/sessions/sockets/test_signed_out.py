"""Whoever changes how one signs in stays signed in there, and nowhere else: sockets tell, and none lives on."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.models import Session as BrowserRow
from django.test import Client
from django.utils import timezone

from codev import doorbell
from codev.browsers import hashed
from groups.actors import hold_pairing
from groups.models import GroupFacilitator, User
from sessions.live.hub import pulse
from sessions.live.hub.hub import hub
from sessions.models import Pairing
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.sockets import Browsers, Page, in_thread, settled

PASSWORD, NEW = "trois petits chats verts", "quatre petits chats bleus"
OTHER = "claire.autre@example.org"


@dataclass
class House:
    """Claire in two browsers, with a room screen and a paired phone besides; Colin; and the operator."""

    evening: Evening
    here: Client
    there: Client
    phone: Client
    operator: Client

    @property
    def claire(self) -> User:
        return User.objects.get(pk=self.evening.users["claire"].pk)

    def post(self, path: str, **fields: Any) -> None:
        answer = self.here.post(path, fields)
        assert answer.status_code == 302, answer.context["form"].errors
        assert "reauthenticate" not in answer.url

    def operate(self, **changed: Any) -> None:
        sent = {"email": self.claire.email, "name": self.claire.name, "is_active": "on"} | changed
        sent = {name: value for name, value in sent.items() if value}
        answer = self.operator.post(f"/admin/codev_groups/user/{self.claire.pk}/change/", sent)
        assert answer.status_code == 302


@pytest.fixture
def house(evening: Evening) -> House:
    claire = User.objects.get(pk=evening.users["claire"].pk)
    claire.set_password(PASSWORD)
    claire.save()
    EmailAddress.objects.create(user=claire, email=claire.email, verified=True, primary=True)
    EmailAddress.objects.create(user=claire, email=OTHER, verified=True)
    evening.users["claire"] = claire
    here, there, phone, operator = (evening.browser("claire") for _ in range(4))
    proven(here)
    pairing = Pairing.objects.create(session=evening.session, user=claire, token_hash="0", used_at=timezone.now())
    phone.logout()
    browser = phone.session
    hold_pairing(browser, pairing.pk, claire)
    browser.save()
    phone.cookies[settings.SESSION_COOKIE_NAME] = browser.session_key
    operator.force_login(User.objects.create_superuser("operator@example.org", name="Operator"))
    return House(evening, here, there, phone, operator)


def proven(http: Client) -> None:
    """She signed in a moment ago: nothing asks for it again."""
    browser = http.session
    browser["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    browser["account_authentication_methods_user"] = browser["_auth_user_id"]
    browser.save()


def change_password(house: House) -> None:
    house.post("/accounts/password/change/", oldpassword=PASSWORD, password1=NEW, password2=NEW)


def change_address(house: House) -> None:
    house.post("/accounts/email/", action_primary="", email=OTHER)


def remove_address(house: House) -> None:
    house.post("/accounts/email/", action_remove="", email=OTHER)


def add_second_factor(house: House) -> None:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    secret = house.here.get("/accounts/2fa/totp/activate/").context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))
    house.post("/accounts/2fa/totp/activate/", code=format_hotp_value(hotp_value(secret, counter)))


HERE = [change_password, change_address, remove_address]
if apps.is_installed("allauth.mfa"):
    HERE.append(add_second_factor)


def reset_password(house: House) -> None:
    get_adapter().set_password(house.claire, NEW)


def change_password_in_the_shell(house: House) -> None:
    """As `manage.py changepassword` does."""
    claire = house.claire
    claire.set_password(NEW)
    claire.save()


def change_address_as_operator(house: House) -> None:
    house.operate(email="claire@elsewhere.example.org")


def change_address_of_many(house: House) -> None:
    User.objects.filter(pk=house.claire.pk).update(email="claire@elsewhere.example.org")


def disable_as_operator(house: House) -> None:
    house.operate(is_active="")


def disable_many(house: House) -> None:
    User.objects.filter(email__startswith="claire@").update(is_active=False)


ELSEWHERE = [
    reset_password,
    change_password_in_the_shell,
    change_address_as_operator,
    change_address_of_many,
    disable_as_operator,
    disable_many,
]


async def opened(house: House, browsers: Browsers) -> tuple[Page, list[Page], Page]:
    """Here, everywhere else of hers, and somebody else."""
    here = await browsers.open(http=house.here)
    screen = await browsers.knock(http=house.there, path=f"/ws{house.evening.path('screen/')}")
    others = [await browsers.open(http=house.there), await browsers.open(http=house.phone), await screen.until(0)]
    return here, others, await browsers.open("colin")


def is_known(http: Client, house: House) -> bool:
    return http.get(house.evening.path()).status_code == 200


@pytest.mark.parametrize("change", HERE)
async def test_whoever_changes_how_one_signs_in_stays_there_and_nowhere_else(
    house: House, browsers: Browsers, change: Callable[[House], None]
) -> None:
    here, others, colin = await opened(house, browsers)
    old = house.here.cookies[settings.SESSION_COOKIE_NAME].value
    await in_thread(change, house)
    assert [await page.closed() for page in others] == [4403] * 3
    # Its own pages come back by themselves, by the key that this browser alone has been given.
    assert await here.closed() == 1013
    assert house.here.cookies[settings.SESSION_COOKIE_NAME].value != old
    assert (await browsers.open(http=house.here)).state["audience"] == "facilitator"
    known = [await in_thread(is_known, http, house) for http in (house.here, house.there, house.phone)]
    assert known == [True, False, False]
    page = await in_thread(house.here.get, "/accounts/email/")
    assert page.content.decode().count("Vos autres appareils et navigateurs sont maintenant déconnectés.") == 1
    assert (await colin.beat(0))["t0"] == 1.5
    house.there.cookies[settings.SESSION_COOKIE_NAME] = old
    assert not await in_thread(is_known, house.there, house)


@pytest.mark.parametrize("change", ELSEWHERE)
async def test_where_it_is_changed_elsewhere_nobody_stays(
    house: House, browsers: Browsers, change: Callable[[House], None]
) -> None:
    here, others, colin = await opened(house, browsers)
    await in_thread(change, house)
    assert [await page.closed() for page in (here, *others)] == [4403] * 4
    assert not [http for http in (house.here, house.there, house.phone) if await in_thread(is_known, http, house)]
    assert (await colin.beat(0))["t0"] == 1.5


def test_the_same_name_signs_nobody_out(house: House) -> None:
    house.operate(name="Claire D.")
    claire = house.claire
    claire.email = str(claire.email)
    claire.save()
    User.objects.filter(pk=claire.pk).update(name="Claire")
    # As Django has it: whoever was signed in before marks were kept still is.
    assert claire.get_session_auth_hash() == AbstractBaseUser.get_session_auth_hash(claire)
    assert all(is_known(http, house) for http in (house.here, house.there, house.phone))


def test_an_operator_who_changes_the_own_address_stays(house: House) -> None:
    me = User.objects.get(email="operator@example.org")
    sent = {"email": "me@example.org", "name": me.name, "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    house.operator.post(f"/admin/codev_groups/user/{me.pk}/change/", sent)
    assert house.operator.get("/admin/").status_code == 200


# Where the bell is lost


def ended(house: House) -> None:
    """Signed out at a moment when no bell rang; or ended from elsewhere."""
    BrowserRow.objects.filter(session_key=hashed(house.there.cookies[settings.SESSION_COOKIE_NAME].value)).delete()


def run_out(house: House) -> None:
    rows = BrowserRow.objects.filter(session_key=hashed(house.there.cookies[settings.SESSION_COOKIE_NAME].value))
    rows.update(expire_date=timezone.now() - timedelta(seconds=1))


def taken_off(house: House) -> None:
    GroupFacilitator.objects.filter(user=house.claire).delete()


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        # Whoever of a browser's pages is asked after first ends its row: the other comes back, to be told.
        (change_password_in_the_shell, [{4401, 1013}, {4404}, {4401, 1013}]),
        (change_address_of_many, [{4401, 1013}, {4404}, {4401, 1013}]),
        (ended, [{1013}, set(), {1013}]),
        (run_out, [{1013}, set(), {1013}]),
        (taken_off, [{4404}, {4404}, {4404}]),
    ],
)
async def test_nobody_lives_on_for_more_than_a_minute_though_nothing_is_said(
    house: House,
    browsers: Browsers,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[House], None],
    codes: list[set[int]],
) -> None:
    """No bell, no heartbeat: the process itself asks, once a minute."""
    monkeypatch.setattr(doorbell, "ring", lambda *bell: None)
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.0)
    monkeypatch.setattr(pulse, "IDLE_SECONDS", 0.01)
    monkeypatch.setattr("sessions.sockets.consumer.LOOK_AGAIN_SECONDS", 0.0)
    monkeypatch.setattr("sessions.sockets.consumer.BELL_SECONDS", 0.0)
    _, others, colin = await opened(house, browsers)
    await settled(house.evening)
    await in_thread(change, house)
    for page, some in zip(others, codes, strict=True):
        if some:
            assert await page.closed() in some
    assert (await colin.beat(0))["t0"] == 1.5


async def test_a_process_without_pages_asks_nothing(house: House, browsers: Browsers, statements: list[str]) -> None:
    page = await browsers.open("colin")
    await page.leave()
    await hub().pulse._take()
    assert hub().pulse._idle is None


def test_bells_of_one_request_ring_once_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[Any] = []
    monkeypatch.setattr(doorbell, "_ring", lambda name, message: rung.append(name))
    with doorbell.held():
        for _ in range(3):
            doorbell.ring("person", 7, 0)
        assert rung == []
    assert rung == ["person.7"]
