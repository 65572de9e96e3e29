"""Who a browser is in one statement: the same as one thing after the other, and no longer than that holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session as BrowserRow
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from codev.browsers import hashed
from groups.actors import hold_pairing, hold_seat
from groups.models import GroupFacilitator, Seat
from sessions import access, recognised
from sessions.access import Visit
from sessions.models import Pairing
from tests.sessions.cast.evening import Evening, gather

WHO = ("claire", "david", "amina")


def met(http: Client) -> Client:
    """A browser that this process has read before."""
    assert http.session.items()
    return http


def asked(evening: Evening, http: Client, wanted: str = "") -> Visit | None:
    return recognised.visit(http.session.session_key, evening.session_id, wanted=wanted)


def one_by_one(evening: Evening, http: Client, wanted: str = "") -> Visit | None:
    request = HttpRequest()
    request.session = http.session
    return access.visit(evening.session_id, user=get_user(request), browser=http.session, wanted=wanted)


def told(visit: Visit | None) -> Any:
    """All that a visit says, row by row."""
    if visit is None:
        return None
    seat, user = visit.actor.seat, visit.actor.user
    rows = [visit.session, visit.session.cycle, visit.session.cycle.group, seat, seat and seat.participant, user]
    columns = [
        {name: value for name, value in vars(row).items() if name[0] != "_" and not name.startswith("of_")}
        for row in rows
        if row
    ]
    for one in columns:
        one.pop("browser", None)
        one.pop("part", None)
    return columns, visit.part, visit.driver, visit.pairing


@pytest.mark.parametrize("who", WHO)
def test_it_is_what_is_found_one_by_one(evening: Evening, who: str) -> None:
    evening.do("claire", "open")
    http = met(evening.browser(who))
    found = asked(evening, http)
    assert found is not None
    assert told(found) == told(one_by_one(evening, http))


def test_a_browser_with_several_seats_acts_as_the_one_it_names(evening: Evening) -> None:
    http = evening.browser("amina")
    browser = http.session
    hold_seat(browser, evening.seats["bruno"])
    browser.save()
    http.cookies["sessionid"] = str(browser.session_key)
    met(http)
    for who in ("amina", "bruno"):
        wanted = str(evening.people[who].pk)
        assert told(asked(evening, http, wanted)) == told(one_by_one(evening, http, wanted)) is not None
    assert told(asked(evening, http)) == told(one_by_one(evening, http))
    assert asked(evening, http, str(evening.people["chloe"].pk)) is None


def test_a_browser_of_an_account_that_names_somebody_is_asked_one_by_one(evening: Evening) -> None:
    http = met(evening.browser("claire"))
    assert asked(evening, http, str(evening.people["amina"].pk)) is None


def signed_out(evening: Evening, http: Client, who: str) -> None:
    BrowserRow.objects.filter(pk=hashed(http.session.session_key)).delete()


def run_out(evening: Evening, http: Client, who: str) -> None:
    BrowserRow.objects.filter(pk=hashed(http.session.session_key)).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )


def given_another_password(evening: Evening, http: Client, who: str) -> None:
    user = evening.users[who]
    user.set_password("another password than before")
    user.save()


def closed(evening: Evening, http: Client, who: str) -> None:
    user = evening.users[who]
    user.is_active = False
    user.save()


def without_a_part(evening: Evening, http: Client, who: str) -> None:
    GroupFacilitator.objects.filter(user=evening.users[who]).delete()


def revoked(evening: Evening, http: Client, who: str) -> None:
    Seat.objects.filter(pk=evening.seats[who].pk).update(revoked_at=timezone.now())


def removed(evening: Evening, http: Client, who: str) -> None:
    evening.people[who].removed_at = timezone.now()
    evening.people[who].save()


OVER: list[tuple[str, Callable[[Evening, Client, str], None]]] = [
    *((who, change) for who in ("claire", "amina") for change in (signed_out, run_out)),
    *(("claire", change) for change in (given_another_password, closed, without_a_part)),
    *(("amina", change) for change in (revoked, removed)),
]


@pytest.mark.parametrize(("who", "change"), OVER)
def test_it_holds_no_longer_than_it_is_so(
    evening: Evening, who: str, change: Callable[[Evening, Client, str], None]
) -> None:
    http = met(evening.browser(who))
    assert asked(evening, http) is not None
    change(evening, http, who)
    assert asked(evening, http) is None
    assert evening.post(http, "resume").status_code in (403, 404)


def test_what_a_browser_holds_besides_is_asked_one_by_one(evening: Evening) -> None:
    """A paired phone's dashboard comes before its seat."""
    http = evening.browser("amina")
    pairing = Pairing.objects.create(
        session=evening.session, user=evening.users["claire"], token_hash="0" * 64, used_at=timezone.now()
    )
    browser = http.session
    hold_pairing(browser, pairing.pk, pairing.user)
    browser.save()
    http.cookies["sessionid"] = str(browser.session_key)
    met(http)
    assert asked(evening, http) is None
    visit = one_by_one(evening, http)
    assert visit is not None
    assert visit.part == "facilitator"


def test_another_session_s_people_are_not_recognised(evening: Evening) -> None:
    other = gather(organisation="Ailleurs")
    for who in WHO:
        http = met(other.browser(who))
        assert asked(other, http) is not None
        assert asked(evening, http) is None
        assert evening.post(http, "resume").status_code == 404
