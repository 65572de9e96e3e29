"""A facilitator's phone, brought to one session's dashboard by a code that works once."""

from __future__ import annotations

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from groups.models.links import hash_of
from sessions import commands
from sessions.models import Pairing, Session
from sessions.models.pairing import PairingQuerySet
from tests.sessions.cast.evening import Evening, plan
from tests.sessions.cast.moments import clarification, lobby
from tests.sessions.cast.sockets import in_thread, sockets


@pytest.fixture(autouse=True)
def nobody_tried() -> None:
    cache.clear()


def code(evening: Evening, name: str = "claire") -> str:
    """A code's token, as only the QR code knows it."""
    return commands.offer_pairing(session=evening.session, by=evening.users[name])[1]


def use(http: Client, token: str) -> HttpResponse:
    return http.post(f"/pair/{token}/", headers={"user-agent": "Mozilla/5.0 (iPhone) Safari"})


def phone(evening: Evening, name: str = "claire") -> Client:
    http = Client()
    assert use(http, code(evening, name)).status_code == 302
    return http


def test_the_dashboard_shows_a_code_whose_token_is_not_kept(evening: Evening) -> None:
    lobby(evening)
    answer = evening.browser("claire").post(evening.path("pair/"))
    assert 'class="qr"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    token = code(evening)
    assert Pairing.objects.get().token_hash == hash_of(token)
    assert token not in str(Pairing.objects.values_list().get())


def test_a_phone_guides_this_session_and_opens_nothing_else(evening: Evening) -> None:
    clarification(evening)
    http = phone(evening)
    assert 'data-shell="facilitator"' in http.get(evening.path()).content.decode()
    assert evening.post(http, "pause").status_code == 204
    assert evening.session.journal.last().actor == evening.visit_key("claire")
    sister = plan(evening.group.cycle)
    for address in (
        f"/sessions/{sister.pk}/",
        f"/groups/{evening.group.pk}/members/",
        f"/groups/{evening.group.pk}/plan/",
    ):
        assert http.get(address).status_code in (302, 404), address
    assert http.get(f"/sessions/{sister.pk}/").status_code == 404


def test_a_get_uses_nothing_up(evening: Evening) -> None:
    lobby(evening)
    token, http = code(evening), Client()
    for _ in range(2):
        page = http.get(f"/pair/{token}/")
        assert (page.status_code, page["X-Robots-Tag"]) == (200, "noindex, nofollow")
        assert "no-store" in page["Cache-Control"]
    assert http.get(evening.path()).status_code == 302
    assert use(http, token).status_code == 302


def test_a_code_works_once(evening: Evening) -> None:
    lobby(evening)
    token = code(evening)
    assert [use(Client(), token).status_code for _ in range(2)] == [302, 404]
    assert Client().get(f"/pair/{token}/").status_code == 404


def test_a_code_works_once_for_two_who_press_together(evening: Evening) -> None:
    lobby(evening)
    token = code(evening)
    with mock.patch.object(PairingQuerySet, "with_token", return_value=Pairing.objects.all()):
        found = [commands.use_pairing(token=token, label=label) for label in ("one", "other")]
    assert [one is not None for one in found] == [True, False]
    assert Pairing.objects.get().label == "one"


def test_a_code_that_nobody_offered_makes_no_device(evening: Evening) -> None:
    assert commands.use_pairing(token="unknown", label="one") is None


def test_a_code_works_for_two_minutes(evening: Evening) -> None:
    lobby(evening)
    token = code(evening)
    Pairing.objects.update(created_at=timezone.now() - timedelta(seconds=121))
    assert use(Client(), token).status_code == 404


def test_a_new_code_ends_the_one_before(evening: Evening) -> None:
    lobby(evening)
    first, second = code(evening), code(evening)
    assert [use(Client(), token).status_code for token in (first, second)] == [404, 302]


def test_a_forged_request_uses_nothing(evening: Evening) -> None:
    lobby(evening)
    assert use(Client(enforce_csrf_checks=True), code(evening)).status_code == 403
    assert Pairing.objects.get().used_at is None


def test_wrong_codes_are_limited(evening: Evening, settings: Settings) -> None:
    settings.CODEV_CODE_ATTEMPTS = 3
    lobby(evening)
    token, http = code(evening), Client()
    use(http, "wrong")  # which gives the browser the cookie by which it is known
    assert [use(http, "wrong").status_code for _ in range(3)] == [404] * 3
    assert use(http, token).status_code == 404
    cache.clear()
    assert use(http, token).status_code == 302


def test_the_browser_s_key_changes(evening: Evening) -> None:
    lobby(evening)
    http = evening.browser("bruno")
    before = http.session.session_key
    use(http, code(evening))
    assert http.session.session_key != before


@pytest.mark.parametrize("moment", ["planned", "closed"])
def test_no_code_without_a_session_to_guide(evening: Evening, moment: str) -> None:
    if moment == "closed":
        clarification(evening)
        evening.do("claire", "close")
    assert evening.browser("claire").post(evening.path("pair/")).status_code == 404


def test_a_paired_phone_pairs_no_other(evening: Evening) -> None:
    lobby(evening)
    assert phone(evening).post(evening.path("pair/")).status_code == 404


def test_a_deputy_s_phone_stands_by_as_the_deputy(evening: Evening) -> None:
    clarification(evening)
    assert evening.post(phone(evening, "david"), "pause").status_code == 403


def test_devices_are_listed_and_closed_by_their_own_account(evening: Evening) -> None:
    clarification(evening)
    http, claire = phone(evening), evening.browser("claire")
    assert "iPhone" in claire.get(evening.path()).content.decode()
    address = evening.path(f"pair/{Pairing.objects.get().pk}/end/")
    assert evening.browser("colin").post(address).status_code == 404
    assert evening.browser("bruno").post(address).status_code == 404
    assert "iPhone" not in evening.browser("colin").get(evening.path()).content.decode()
    assert "iPhone" not in claire.post(address).content.decode()
    assert http.get(evening.path()).status_code == 404
    assert evening.post(http, "pause").status_code == 404


async def test_a_closed_device_s_pages_close_at_once(evening: Evening) -> None:
    await in_thread(clarification, evening)
    async with sockets(evening) as browsers:
        laptop = await browsers.open("claire")
        page = await browsers.open(http=await in_thread(phone, evening))
        assert page.state["shell"] == "facilitator"
        pairing = await in_thread(Pairing.objects.get)
        await in_thread(lambda: commands.end_pairing(pairing=pairing))
        assert await page.closed() == 4403
        revision = await in_thread(evening.do, "claire", "pause")
        await laptop.until(revision)


@pytest.mark.parametrize("ending", ["removed", "disabled", "a day", "half a day after the end"])
def test_a_device_goes_with_what_it_stands_on(evening: Evening, ending: str) -> None:
    clarification(evening)
    http = phone(evening)
    if ending == "removed":
        evening.group.facilitators.filter(user=evening.users["claire"]).delete()
    elif ending == "disabled":
        evening.users["claire"].is_active = False
        evening.users["claire"].save()
    elif ending == "a day":
        Pairing.objects.update(used_at=timezone.now() - timedelta(hours=25))
    else:
        evening.do("claire", "close")
        assert http.get(evening.path()).status_code == 200
        session = evening.session
        session.state["closed_at"] -= int(timedelta(hours=12, seconds=1).total_seconds() * 1000)
        Session.objects.filter(pk=session.pk).update(state=session.state)
    assert http.get(evening.path()).status_code == 404


def test_the_dashboard_hears_when_the_code_was_used(evening: Evening) -> None:
    lobby(evening)
    claire = evening.browser("claire")
    asked = re.findall(r'hx-get="([^"]+)"', claire.post(evening.path("pair/")).content.decode())[0]
    assert claire.get(asked).status_code == 204
    Pairing.objects.update(used_at=timezone.now(), label="iPhone · Safari")
    answer = claire.get(asked)
    shown = answer.content.decode()
    assert (answer.status_code, "iPhone" in shown, 'class="qr"' in shown) == (200, True, False)


def test_nothing_of_paired_devices_is_on_other_people_s_pages(evening: Evening) -> None:
    clarification(evening)
    http = phone(evening)
    Pairing.objects.update(label="zqphone")
    assert "zqphone" in http.get(evening.path()).content.decode()
    for name in ("colin", "david", "amina", "bruno", "farid", "gina"):
        assert "zqphone" not in evening.browser(name).get(evening.path()).content.decode(), name
