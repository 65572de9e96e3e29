"""What a personal link's pages show: the link once, the button that takes a seat, a link that is closed."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from groups import commands
from groups.models import Mail, PersonalLink, Seat
from tests.mails import delivered
from tests.names import unnamed

from .conftest import Arrive, Atelier, make_link, url

pytestmark = pytest.mark.usefixtures("in_english")


def test_a_link_is_shown_once_and_works(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.amina)
    shown = http.post(url("make_link", atelier.group.pk, atelier.karim.pk)).content.decode()
    (path,) = set(re.findall(r"http://testserver(/join/[\w-]{22}/)", shown))
    assert path not in http.get(url("member", atelier.group.pk, atelier.karim.pk)).content.decode()
    assert "Hello Karim" in unnamed(Client().get(path).content.decode())


def test_a_mailed_link_works_and_says_nothing_else(atelier: Atelier, arrive: Arrive) -> None:
    page = arrive(atelier.amina).post(url("mail_link", atelier.group.pk, atelier.karim.pk), follow=True)
    assert "The link is on its way to Karim." in unnamed(page.content.decode())
    assert PersonalLink.objects.count() == 0
    (mail,) = delivered()
    assert (mail.to, mail.subject) == (["karim@exemple.fr"], "Your invitation: Codevelopment")
    (path,) = re.findall(rf"{settings.CODEV_BASE_URL}(/join/[\w-]{{22}}/)", str(mail.body))
    assert "Hello Karim" in unnamed(Client().get(path).content.decode())
    assert "Amina, of Atelier, invites you" in mail.body
    assert [word for word in ("Les mardis", "Karim") if word in mail.body + mail.subject] == []


def test_who_has_no_address_gets_no_mail(atelier: Atelier, arrive: Arrive) -> None:
    page = arrive(atelier.amina).post(url("mail_link", atelier.group.pk, atelier.lea.pk))
    assert page.status_code == 409
    assert "This person has no e-mail address." in page.content.decode()
    assert delivered() == []


def test_who_was_removed_meanwhile_gets_no_mail(atelier: Atelier, arrive: Arrive) -> None:
    arrive(atelier.amina).post(url("mail_link", atelier.group.pk, atelier.karim.pk))
    commands.remove_participant(participant=atelier.karim, by=atelier.amina)
    assert (delivered(), Mail.objects.count(), PersonalLink.objects.count()) == ([], 0, 0)


def test_opening_a_link_takes_no_seat_until_the_button(atelier: Atelier) -> None:
    http, path = (
        Client(headers={"User-Agent": "Mozilla/5.0 (iPhone) Safari/604.1"}),
        url("join", make_link(atelier.karim)),
    )
    door = http.get(path)
    assert Seat.objects.count() == 0
    assert door["X-Robots-Tag"] == "noindex, nofollow"
    assert http.post(path).url == "/"
    assert list(Seat.objects.values_list("participant__name", "label")) == [("Karim", "iPhone · Safari")]


def test_opening_it_again_in_the_same_browser_takes_no_other_seat(atelier: Atelier) -> None:
    http, path = Client(), url("join", make_link(atelier.karim))
    for _ in range(3):
        http.post(path)
    assert Seat.objects.count() == 1


def test_another_browser_takes_another_seat(atelier: Atelier) -> None:
    path = url("join", make_link(atelier.karim))
    for http in (Client(), Client()):
        http.post(path)
    assert Seat.objects.count() == 2


def test_a_browser_may_hold_several_people(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.karim)
    http.post(url("join", make_link(atelier.lea)))
    page = url("charter", atelier.group.pk)
    assert http.get(page).context["participant"] == atelier.lea
    assert http.get(f"{page}?as={atelier.karim.pk}").context["participant"] == atelier.karim
    assert http.get(f"{page}?as=somebody").status_code == 404


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/sessions/x/?a=1", "/sessions/x/?a=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_one_goes_on_within_this_site_only(atelier: Atelier, arrive: Arrive, wanted: str, reached: str) -> None:
    path = url("join", make_link(atelier.karim))
    assert Client().post(path, {"next": wanted}).url == reached
    sent = {"charter": "1", "next": wanted}
    assert arrive(atelier.karim).post(url("charter", atelier.group.pk), sent).url == reached


@pytest.mark.parametrize("fault", ["unknown", "revoked", "removed"])
def test_a_closed_link_is_said_calmly(atelier: Atelier, fault: str) -> None:
    token = make_link(atelier.karim)
    if fault == "revoked":
        commands.revoke_link(link=PersonalLink.objects.get(), by=atelier.amina)
    if fault == "removed":
        commands.remove_participant(participant=atelier.karim, by=atelier.amina)
    path = url("join", token if fault != "unknown" else "x" * 22)
    for answer in (Client().get(path), Client().post(path)):
        assert answer.status_code == 404
        assert "This link no longer opens anything" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert "Karim" not in answer.content.decode()
