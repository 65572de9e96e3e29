"""Starting without a plan, and what becomes of the group afterwards."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups.models import Group, Participant
from sessions.commands import forget_group, run
from sessions.models import ContentKey, Session, Signature
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.guests import Guest, newcomer

SENT = {"minutes": "60", "rounds": "1"}


@pytest.fixture
def passing(evening: Evening) -> tuple[Client, Session]:
    """Claire has just started a session without a plan."""
    http = evening.browser("claire")
    assert http.post(reverse("sessions:now"), SENT).status_code == 302
    return http, Session.objects.latest("created_at")


def as_evening(evening: Evening, session: Session) -> Evening:
    return Evening(session.cycle.group, session.pk, {"claire": evening.users["claire"]}, {})


def test_home_offers_it_with_few_inputs(evening: Evening) -> None:
    page = evening.browser("claire").get("/").content.decode()
    form = re.search(rf'<form[^>]*action="{reverse("sessions:now")}".*?</form>', page, re.S)
    assert form
    inputs = re.findall(r"<(?:input|select|button)\b(?![^>]*hidden)", form[0])
    assert 0 < len(inputs) <= 4


def test_it_leads_to_an_open_lobby_with_code_and_qr(passing: tuple[Client, Session]) -> None:
    http, session = passing
    page = http.get(f"/sessions/{session.pk}/").content.decode()
    assert session.status == "open"
    assert session.cycle.group.is_passing
    assert session.cycle.group.name.startswith("Séance du ")
    assert session.room_code in page
    assert 'class="qr"' in page


def test_there_must_be_time_for_the_clients(evening: Evening) -> None:
    http = evening.browser("claire")
    assert http.post(reverse("sessions:now"), {"minutes": "20", "rounds": "4"}).status_code == 422
    assert not Group.objects.filter(is_passing=True).exists()


def test_a_passing_group_is_kept_under_a_name(evening: Evening, passing: tuple[Client, Session]) -> None:
    http, session = passing
    answer = http.post(reverse("sessions:keep", args=[session.cycle.group_id]), {"name": "Les jeudis"})
    group = Group.objects.get(pk=session.cycle.group_id)
    assert (answer.status_code, group.name, group.is_passing) == (302, "Les jeudis", False)
    assert http.get(reverse("sessions:keep", args=[group.pk])).status_code == 404


def test_a_passing_group_is_not_kept_under_a_name_that_nobody_sees(passing: tuple[Client, Session]) -> None:
    http, session = passing
    invisible = {"name": "\N{ZERO WIDTH SPACE}"}
    assert http.post(reverse("sessions:keep", args=[session.cycle.group_id]), invisible).status_code == 422
    assert Group.objects.get(pk=session.cycle.group_id).is_passing


def test_a_passing_group_is_forgotten_with_its_keys(evening: Evening, passing: tuple[Client, Session]) -> None:
    http, session = passing
    here = as_evening(evening, session)
    guest = newcomer(here)
    nora = Participant.objects.get(name="Nora")
    here.do("claire", "admit", participant=nora.pk)
    here.do("claire", "choose_clients", participants=[nora.pk])
    here.do("claire", "start")
    page, forget = f"/sessions/{session.pk}/", reverse("sessions:forget", args=[session.cycle.group_id])
    assert http.post(forget).status_code == 409
    here.do("claire", "close")
    assert http.post(forget).status_code == 302

    assert not Group.objects.filter(pk=session.cycle.group_id).exists()
    assert not Participant.objects.filter(name="Nora").exists()
    assert bytes(ContentKey.objects.get(owner=session.pk).wrapped) == b""
    assert http.get(page).status_code == 404
    assert guest.http.get(page).status_code == 302


@pytest.mark.parametrize("who", ["agnes", "hakim"])
def test_others_neither_start_keep_nor_forget(evening: Evening, passing: tuple[Client, Session], who: str) -> None:
    _, session = passing
    http = evening.browser(who)
    group = session.cycle.group_id
    assert http.post(reverse("sessions:now"), SENT).status_code == 404
    assert http.post(reverse("sessions:keep", args=[group]), {"name": "Les nôtres"}).status_code == 404
    assert http.post(reverse("sessions:forget", args=[group])).status_code == 404


def test_a_lasting_group_is_never_forgotten(evening: Evening) -> None:
    http = evening.browser("claire")
    assert http.post(reverse("sessions:forget", args=[evening.group.pk])).status_code == 404
    with pytest.raises(Exception, match="not_yours_to_do"):
        forget_group(group=evening.group, by=evening.users["claire"])


def test_a_group_in_which_attendance_was_signed_is_not_forgotten(
    evening: Evening, passing: tuple[Client, Session]
) -> None:
    """Whoever signed was told for how long it is kept."""
    http, session = passing
    group = session.cycle.group
    signer = group.participants.create(name="Ana", position=1)
    Session.objects.filter(pk=session.pk).update(status=Session.Status.CLOSED)
    at = timezone.now()
    about = {"name": "Ana", "day": at.date(), "is_afternoon": True, "way": "device", "minutes": 60, "signed_at": at}
    Signature.objects.create(session=session, participant=signer, **about)
    refused = http.post(reverse("sessions:forget", args=[group.pk]))
    assert refused.status_code == 409
    assert "émargé" in refused.content.decode()
    assert Session.objects.filter(pk=session.pk).exists()


def test_three_people_with_a_code(evening: Evening, passing: tuple[Client, Session]) -> None:
    """Everybody names themselves, and is welcomed at one tap."""
    _, session = passing
    here = as_evening(evening, session)
    guests: list[Guest] = [newcomer(here, name) for name in ("Nora", "Oscar", "Paula")]
    run("admit_all", visit=here.visit("claire"), key=UUID(int=7))
    assert [one.name for one in Participant.objects.filter(pk__in=here.session.load().present)] == [
        one.seat.participant.name for one in guests
    ]
