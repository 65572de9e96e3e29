"""An installation in which everything is under way, and the secrets that its people hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from allauth.account.forms import default_token_generator
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.core.cache import cache

from groups.actors import Actor
from groups.commands import make_feed
from groups.models import Seat, User, mailboxes
from groups.reminders import stop_address
from sessions import commands
from sessions.demo import people
from sessions.models import Session
from tests.mails import device_code
from tests.sessions.planted import accounts, house, tale
from tests.sessions.planted.house import House
from tests.sessions.planted.watching import Watch
from tests.sessions.planted.words import word


@dataclass
class Busy:
    """An installation in which everything is under way, and the secrets that its people hold."""

    house: House
    secrets: dict[str, str]
    account: User
    seat: Seat  # that asked for the device code


def begin() -> Busy:
    cache.clear()
    of = house.build(Watch())
    for chapter in (*accounts.CHAPTERS, tale.people_come, rehearse):
        chapter(of)
    account = User.objects.get(pk=of.users["signing up"].pk)  # with the password as it is now
    seat = of.people["client"].seats.get()
    secrets = {
        **{f"cookie of {who}": str(http.session.session_key) for who, http in of.browsers.items()},
        "room code": of.session.room_code,
        "screen": str(of.session.screen_secret),
        "password": word("reset password") * 2,
        "pairing": commands.offer_pairing(session=of.session, by=of.users["deputy"])[1],
        "demo": people._url(demonstrated(), user=User.objects.get(email=people.HR[0]).pk).rsplit("/", 2)[1],
        "mailed code": asked_for_a_code(of, account),
        "device code": device_code(seat),
        "reset": default_token_generator.make_token(account),
        "link": new_link(of),
        "feed": make_feed(by=Actor(user=of.users["facilitator"])),
        "reminders": stop_address(*mailboxes([account.email]).values()).rsplit("/", 2)[1],
        "app": of.ids["app"],
        "recovery code": Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()[0],
        "metrics": configured.CODEV_METRICS_TOKEN,
    }
    return Busy(of, secrets, account, seat)


def rehearse(of: House) -> None:
    sent = {"protocol_key": "codev-classique", "people": "4", "temper": "lively", "pace": "10"}
    of.browser("colleague").send("sessions:rehearse", **sent)


def demonstrated() -> Session:
    return people.ensure()


def asked_for_a_code(of: House, account: User) -> str:
    cache.clear()
    of.browser("asking for a code").send("account_request_login_code", email=account.email)
    return accounts.mailed_code()


def new_link(of: House) -> str:
    made = of.browser("facilitator").send("groups:make_link", of.ids["group_id"], of.id("absent")).content.decode()
    found = re.search(r"/join/([\w-]+)/", made)
    assert found
    return found[1]
