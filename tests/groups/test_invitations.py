"""A whole group invited at one press, by a real mail server: who gets what, in which language, and what comes back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from codev import worker
from groups import commands
from groups.models import Invitation, Mail, Participant, PersonalLink, Seat
from groups.pasting import PastedPerson
from tests.groups.conftest import Arrive, Atelier, url
from tests.mails import page_of, text_of
from tests.names import unnamed
from tests.smtp import Post

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def whole(atelier: Atelier) -> Atelier:
    """With Marie, who has come, Nora and Paul; Léa has no address."""
    people = [PastedPerson(name, f"{name.lower()}@exemple.fr") for name in ("Marie", "Nora", "Paul")]
    marie, _nora, _paul = commands.add_participants(group=atelier.group, people=people, by=atelier.amina)
    come(marie)
    return atelier


def come(person: Participant, http: Client | None = None) -> Client:
    http = http or Client()
    by = person.group.facilitators.get(role="facilitator").user
    token = commands.make_link(participant=person, by=by)
    assert http.post(url("join", token)).status_code == 302
    return http


def invite_all(http: Client, atelier: Atelier) -> str:
    """The page after the press."""
    page = http.post(url("invite_all", atelier.group.pk), follow=True)
    assert page.status_code == 200
    return unnamed(page.content.decode())


def states(http: Client, atelier: Atelier) -> dict[str, str]:
    """What the page says of each."""
    page = unnamed(http.get(url("invitations", atelier.group.pk)).content.decode())
    rows = re.findall(r"<strong>(\w+)</strong></a>\s*<span class=\"chip\s*\w*\">([^<]*)<", page)
    return dict(rows)


def test_the_whole_group_is_invited_at_one_press_though_the_server_refuses_one(
    whole: Atelier, arrive: Arrive, by_post: Post
) -> None:
    by_post.refused = lambda recipient: "550 no such user" if "nora" in recipient else ""
    http = arrive(whole.amina)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert "3 invitations are on their way." in invite_all(http, whole)
        assert states(http, whole)["Karim"] == "on its way"
        worker.drain()
        assert sorted(letter["To"] for letter in by_post.letters) == ["karim@exemple.fr", "paul@exemple.fr"]
        sent = "invited, not come yet"
        expected = {
            "Karim": sent,
            "Léa": "not invited yet",
            "Marie": "has come in",
            "Nora": "mail came back",
            "Paul": sent,
        }
        assert states(http, whole) == expected
        page = unnamed(http.get(url("invitations", whole.group.pk)).content.decode())
        assert "came back on" in page
        assert "its mail server does not know this address." in page

        # Nora's may be tried again at once, as that one did not come: nothing is sent to the others.
        page = invite_all(http, whole)
        assert "1 invitation is on its way." in page
        assert "2 people were sent an invitation within the hour: nothing is sent twice." in page
        worker.drain()
        assert len(by_post.letters) == 2

        by_post.refused = lambda _recipient: ""
        clock.shift(timedelta(hours=1, minutes=1))
        assert "3 invitations are on their way." in invite_all(http, whole)
        worker.drain()
        assert len(by_post.letters) == 5
        assert states(http, whole)["Nora"] == sent
        # The mails are forgotten after a day; what became of them is not.
        clock.shift(timedelta(days=2))
        worker.look_after()
        assert not Mail.objects.exists()
        assert states(http, whole) == expected | {"Nora": sent}


def test_each_is_written_to_in_the_own_language_else_in_that_of_who_invites(
    whole: Atelier, arrive: Arrive, by_post: Post
) -> None:
    http, named = arrive(whole.amina), {"name": "Karim", "called": "Karim", "email": "karim@exemple.fr"}
    http.post(url("rename", whole.group.pk, whole.karim.pk), named | {"language": "fr"})
    wrong = http.post(url("rename", whole.group.pk, whole.karim.pk), named | {"language": "xx"})
    assert wrong.status_code == 422
    # Another client's form, without the field, changes nothing.
    http.post(url("rename", whole.group.pk, whole.karim.pk), named)
    invite_all(http, whole)
    worker.drain()
    greetings = {letter["To"]: text_of(letter).split(",")[0] for letter in by_post.letters}
    assert greetings == {"karim@exemple.fr": "Bonjour", "nora@exemple.fr": "Hello", "paul@exemple.fr": "Hello"}
    assert {letter["To"]: '<html lang="fr">' in page_of(letter) for letter in by_post.letters} == {
        "karim@exemple.fr": True,
        "nora@exemple.fr": False,
        "paul@exemple.fr": False,
    }


def test_a_mailed_link_works_once_a_scanner_opened_it(whole: Atelier, arrive: Arrive, by_post: Post) -> None:
    arrive(whole.amina).post(url("mail_link", whole.group.pk, whole.karim.pk))
    worker.drain()
    (letter,) = by_post.letters
    (path,) = set(re.findall(r"http://127.0.0.1:8000(/join/[\w-]{22}/)", text_of(letter) + page_of(letter)))
    for scanner in (Client(), Client(headers={"User-Agent": "Scanner"})):
        assert scanner.get(path).status_code == scanner.head(path).status_code == 200
        assert scanner.options(path).status_code == 405
    assert not Seat.objects.filter(participant=whole.karim).exists()
    assert Client().post(path, {"called": "Karim"}).status_code == 302
    assert Seat.objects.filter(participant=whole.karim).count() == 1


def test_a_second_press_sends_one_person_nothing_twice(whole: Atelier, arrive: Arrive, by_post: Post) -> None:
    http, path = arrive(whole.amina), url("mail_link", whole.group.pk, whole.karim.pk)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        http.post(path)
        again = http.post(path, {"next": url("invitations", whole.group.pk)}, follow=True)
        assert again.redirect_chain == [(url("invitations", whole.group.pk), 302)]
        assert "Karim was sent a link a moment ago" in unnamed(again.content.decode())
        clock.shift(timedelta(minutes=11))
        http.post(path)
        worker.drain()
    assert len(by_post.letters) == 2


@pytest.mark.parametrize(
    ("answers", "reason"),
    [({"RCPT": "550 no such user"}, "unknown"), ({"DATA": "554 not wanted here"}, "refused"), ({}, "unreached")],
)
def test_why_a_mail_does_not_come_is_kept_beside_the_person(
    answers: dict[str, str], reason: str, whole: Atelier, arrive: Arrive, by_post: Post
) -> None:
    http = arrive(whole.amina)
    by_post.refused = lambda _recipient: answers.get("RCPT", "" if answers else "451 come back later")
    by_post.refuses_letters = answers.get("DATA", "")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        http.post(url("mail_link", whole.group.pk, whole.karim.pk))
        worker.drain()
        if not answers:
            assert states(http, whole)["Karim"] == "on its way"
            clock.shift(timedelta(minutes=3))
            assert states(http, whole)["Karim"] == "not sent yet, tried again"
            clock.shift(timedelta(hours=20))
            worker.drain()
    assert Invitation.objects.get(participant=whole.karim).reason == reason
    page = http.get(url("member", whole.group.pk, whole.karim.pk)).content.decode()
    assert Invitation.objects.get().get_reason_display() in page
    # Another address begins anew.
    named = {"name": "Karim", "called": "Karim", "email": "karim@ailleurs.fr"}
    http.post(url("rename", whole.group.pk, whole.karim.pk), named)
    assert not Invitation.objects.exists()


def test_links_that_wait_leave_no_more_once_all_are_closed(whole: Atelier, arrive: Arrive, by_post: Post) -> None:
    http = arrive(whole.amina)
    browser = come(whole.karim)
    http.post(url("mail_link", whole.group.pk, whole.karim.pk))
    http.post(url("revoke_links", whole.group.pk, whole.karim.pk))
    worker.drain()
    assert by_post.letters == []
    assert browser.get(url("charter", whole.group.pk)).status_code == 302
    assert not PersonalLink.objects.live().filter(participant=whole.karim).exists()
