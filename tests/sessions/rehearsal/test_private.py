"""Rehearsals are begun from home, are their facilitator's alone, count nowhere, and go without a trace."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from groups.models import Group, Organisation, Part, Participant, Seat
from sessions import commands
from sessions.models import Attendance, ContentKey, Rehearsal, Session
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.rehearsing import SENT, Stage

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


@pytest.fixture
def stage(evening: Evening) -> Stage:
    return Stage(evening)


def test_home_offers_it_with_four_inputs_that_have_values(evening: Evening) -> None:
    page = evening.browser("claire").get("/").content.decode()
    form = page[page.index(reverse("sessions:rehearse")) :].split("</form>")[0]
    assert form.count("<select") == 3
    assert form.count('type="number"') == 1
    assert form.count("selected") == 3 or "codev-classique" in form


@pytest.mark.parametrize("people", ["2", "12"])
def test_it_is_bounded(evening: Evening, people: str) -> None:
    answer = evening.browser("claire").post(reverse("sessions:rehearse"), {**SENT, "people": people})
    assert answer.status_code == 422
    assert not Rehearsal.objects.exists()


@pytest.mark.parametrize("who", ["agnes", "hakim"])
def test_only_whoever_facilitates_rehearses(evening: Evening, who: str) -> None:
    assert evening.browser(who).post(reverse("sessions:rehearse"), SENT).status_code == 404


def test_it_is_its_facilitator_s_alone(stage: Stage) -> None:
    group, page = stage.session.cycle.group_id, f"/sessions/{stage.session_id}/"
    for who in ("colin", "david", "agnes", "hakim"):
        http = stage.evening.browser(who)
        assert http.get(page).status_code == 404
        assert http.post(reverse("sessions:leave_rehearsal", args=[group])).status_code == 404
        assert http.get(reverse("groups:facilitators", args=[group])).status_code == 404
    organisation = reverse("groups:organisation", args=[stage.evening.group.organisation_id])
    assert "Séance d’essai" not in stage.evening.browser("agnes", language="fr").get(organisation).content.decode()
    named = {"email": stage.evening.users["colin"].email, "role": Part.FACILITATOR}
    stage.http.post(reverse("groups:facilitators", args=[group]), named)
    assert Group.objects.get(pk=group).facilitators.count() == 1


def test_every_page_of_it_says_what_it_is(stage: Stage) -> None:
    stage.beats(4)
    page = stage.http.get(f"/sessions/{stage.session_id}/").content.decode()
    screen = stage.http.get(f"/sessions/{stage.session_id}/screen/").content.decode()
    stage.http.post(reverse("sessions:take_part", args=[stage.session_id]))
    own = Participant.objects.get(email=stage.evening.users["claire"].email, group=stage.session.cycle.group)
    mine = f"/sessions/{stage.session_id}/?as={own.pk}"
    stage.http.post(reverse("groups:charter", args=[own.group_id]) + f"?as={own.pk}", {"charter": own.group.charter.pk})
    for shown in (page, screen, stage.http.get(mine, follow=True).content.decode()):
        assert "Séance d’essai" in shown
    assert 'class="rehearsal-mark"' in page
    assert 'class="rehearsal-mark"' in screen
    assert "simulated-panel" in page
    real = stage.http.get(f"/sessions/{stage.evening.session_id}/").content.decode()
    assert "rehearsal" not in real
    assert "simulated" not in real


def test_a_real_phone_may_join_as_a_guest_but_not_as_somebody_simulated(stage: Stage) -> None:
    http = Client()
    http.post(reverse("sessions:door"), {"code": stage.session.room_code})
    name = reverse("sessions:name", args=[stage.session_id])
    assert "Alix" not in http.get(name).content.decode()
    alix = Participant.objects.get(group=stage.session.cycle.group, name="Alix")
    assert http.post(name, {"participant": str(alix.pk)}).status_code == 422
    assert http.post(name, {"name": "Nora"}).status_code == 302
    assert Seat.objects.get(participant__name="Nora").session_id == stage.session_id


def test_nothing_of_it_reaches_hr(stage: Stage) -> None:
    hr = stage.evening.browser("hakim")
    before = _figures(hr)
    stage.starts()
    stage.drives("close")
    assert Attendance.objects.filter(session=stage.session_id).exists()
    assert _figures(hr) == before
    group = stage.session.cycle.group_id
    assert hr.get(reverse("sessions:group_history", args=[group])).status_code == 404
    assert hr.get(reverse("sessions:attendance_csv", args=[group])).status_code == 404


def test_nobody_proves_by_it_to_have_been_anywhere(stage: Stage) -> None:
    """Its people are made up: there are neither sheets nor certificates, before it and after it."""
    group, someone = stage.session.cycle.group_id, stage.session.cycle.group.participants.first()
    assert someone
    Organisation.objects.update(training_name="Institut")
    papers = [
        reverse("sessions:cycle_attendance", args=[group, 1]),
        reverse("sessions:certificate", args=[group, 1, someone.pk]),
        *(reverse("sessions:session_sheet", args=[stage.session_id, kind]) for kind in ("pdf", "csv")),
        *(reverse("sessions:cycle_sheet", args=[group, 1, kind]) for kind in ("pdf", "csv")),
    ]
    assert {stage.http.get(address).status_code for address in papers} == {404}
    stage.starts()
    stage.drives("close")
    assert {stage.http.get(address).status_code for address in papers} == {404}


def _figures(http: Client) -> str:
    """HR's page, but for the token of its forms."""
    page = http.get(reverse("sessions:history")).content.decode()
    return re.sub(r"[A-Za-z0-9]{64}", "", page)


def test_leaving_deletes_everything_even_while_it_runs(stage: Stage) -> None:
    stage.starts()
    stage.goes_to("clarification")
    stage.beats(10)
    group = stage.session.cycle.group_id
    answer = stage.http.post(reverse("sessions:leave_rehearsal", args=[group]), follow=True)
    assert "rien n’en est gardé" in answer.content.decode()
    assert not Group.objects.filter(pk=group).exists()
    assert not Session.objects.filter(pk=stage.session_id).exists()
    assert not Participant.objects.filter(name="Alix").exists()
    assert not Rehearsal.objects.exists()
    assert bytes(ContentKey.objects.get(owner=stage.session_id).wrapped) == b""


def test_a_real_group_is_never_left_like_that(stage: Stage) -> None:
    group = stage.evening.group
    assert stage.http.post(reverse("sessions:leave_rehearsal", args=[group.pk])).status_code == 404
    with pytest.raises(Exception, match="not_yours_to_do"):
        commands.leave_rehearsal(group=group, by=stage.evening.users["claire"])


def test_beginning_another_leaves_the_one_before(stage: Stage) -> None:
    before = stage.session_id
    after = Stage(stage.evening).session_id
    assert not Session.objects.filter(pk=before).exists()
    assert Rehearsal.objects.get().pk == after != before


def test_home_leads_back_to_it_and_lists_it_nowhere(stage: Stage) -> None:
    page = stage.http.get("/").content.decode()
    assert f"/sessions/{stage.session_id}/" in page
    assert reverse("sessions:leave_rehearsal", args=[stage.session.cycle.group_id]) in page
    assert page.count(f"/sessions/{stage.session_id}/") == 1
    assert stage.http.get(reverse("sessions:group", args=[stage.session.cycle.group_id])).status_code == 404
    assert stage.http.get(reverse("sessions:plan", args=[stage.session.cycle.group_id])).status_code == 404


def test_one_left_behind_for_half_a_day_is_swept_once(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    stage.beats(1)
    with time_machine.travel(stage.now + timedelta(hours=11, minutes=50), tick=False):
        call_command("close_forgotten")
    assert Rehearsal.objects.exists()
    with time_machine.travel(stage.now + timedelta(hours=12, minutes=10), tick=False):
        call_command("close_forgotten")
        call_command("close_forgotten")
    assert capsys.readouterr().out.splitlines() == ["0", "0", "1 rehearsals deleted", "0"]
    assert not Rehearsal.objects.exists()
    assert Session.objects.filter(pk=stage.evening.session_id).exists()


def test_the_demonstration_offers_it_first(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo")
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("Séance d’essai")
    http = Client(headers={"accept-language": "fr"})
    answer = http.get("/" + first.split("/", 3)[3], follow=True)
    assert answer.redirect_chain[-1][0] == reverse("sessions:rehearse")
    assert 'id="rehearsal"' in http.get("/").content.decode()
