"""Who was removed comes back: the past is there, no door of before opens, and nobody is written to."""

from __future__ import annotations

import pytest
from django.test import Client

from codev import worker
from groups import commands
from groups.errors import Invalid, NotAllowed, Refused
from groups.models import CharterAcceptance, Mail, PersonalLink, Seat
from groups.pasting import PastedPerson
from tests.groups.conftest import Arrive, Atelier, Neighbour, make_link, url
from tests.names import unnamed
from tests.smtp import Post

pytestmark = pytest.mark.usefixtures("in_english")


def test_who_comes_back_finds_the_past_and_no_open_door(atelier: Atelier, arrive: Arrive, by_post: Post) -> None:
    karim, http = atelier.karim, arrive(atelier.amina)
    token, browser = make_link(karim), arrive(karim)
    CharterAcceptance.objects.create(charter=atelier.group.charter, participant=karim)
    http.post(url("mail_link", atelier.group.pk, karim.pk))
    http.post(url("remove", atelier.group.pk, karim.pk))
    # Made by whoever was quicker than the removal: neither may open once she is back.
    PersonalLink.objects.create(participant=karim, token_hash="made meanwhile")
    late = Seat.objects.create(participant=karim, link=karim.links.first())
    page = unnamed(http.get(url("invitations", atelier.group.pk)).content.decode())
    assert "Who was removed" in page
    back = http.post(url("bring_back", atelier.group.pk, karim.pk), follow=True)
    assert "Karim is in the group again." in unnamed(back.content.decode())
    assert [one.name for one in atelier.group.participants.current()] == ["Karim", "Léa"]
    assert karim.has_accepted(atelier.group.charter)
    assert not PersonalLink.objects.live().filter(participant=karim).exists()
    late.refresh_from_db()
    assert late.revoked_at
    assert Client().get(url("join", token)).status_code == 404
    assert browser.get(url("charter", atelier.group.pk)).status_code == 302
    worker.drain()
    assert (by_post.letters, Mail.objects.count()) == ([], 0)
    # A new link opens.
    assert Client().post(url("join", make_link(karim))).status_code == 302
    # A second press changes nothing.
    seats = Seat.objects.live().count()
    http.post(url("bring_back", atelier.group.pk, karim.pk))
    assert Seat.objects.live().count() == seats == 1


def test_a_name_or_address_that_was_taken_meanwhile_is_said(atelier: Atelier, arrive: Arrive) -> None:
    http, path = arrive(atelier.amina), url("bring_back", atelier.group.pk, atelier.karim.pk)
    commands.remove_participant(participant=atelier.karim, by=atelier.amina)
    (other,) = commands.add_participants(group=atelier.group, people=[PastedPerson("karim")], by=atelier.amina)
    answer = http.post(path)
    assert answer.status_code == 422
    assert "“Karim” is already in this group" in unnamed(answer.content.decode())
    named = {"participant": other, "name": "Karim Haddad", "email": "karim@exemple.fr", "by": atelier.amina}
    commands.rename_participant(**named)
    assert "is already used in this group" in http.post(path).content.decode()
    commands.rename_participant(**named | {"email": ""})
    assert http.post(path).status_code == 302


def test_a_full_group_takes_nobody_back(atelier: Atelier, settings: object) -> None:
    commands.remove_participant(participant=atelier.karim, by=atelier.amina)
    settings.CODEV_PARTICIPANTS_MAX = 1
    with pytest.raises(Invalid, match="too_many_participants"):
        commands.bring_back(participant=atelier.karim, by=atelier.amina)


def test_who_was_erased_is_not_listed_nor_brought_back(atelier: Atelier, arrive: Arrive) -> None:
    commands.erase_person(participant=atelier.karim)
    http = arrive(atelier.amina)
    assert "Who was removed" not in http.get(url("invitations", atelier.group.pk)).content.decode()
    assert http.post(url("bring_back", atelier.group.pk, atelier.karim.pk)).status_code == 404
    with pytest.raises(Refused):
        commands.bring_back(participant=atelier.karim, by=atelier.amina)


def test_others_bring_nobody_back(atelier: Atelier, neighbour: Neighbour, arrive: Arrive) -> None:
    commands.remove_participant(participant=atelier.karim, by=atelier.amina)
    for who in (neighbour.bruno, atelier.agnes, atelier.hakim):
        assert arrive(who).post(url("bring_back", atelier.group.pk, atelier.karim.pk)).status_code == 404
        with pytest.raises(NotAllowed):
            commands.bring_back(participant=atelier.karim, by=who)
