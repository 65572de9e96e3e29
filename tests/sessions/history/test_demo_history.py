"""The demonstration's past is one that the machine would have had, and what people find in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from groups.models import Cycle, Group
from sessions.commands import plan_session
from sessions.commands.projections import runs
from sessions.demo import people
from sessions.history import figures
from sessions.models import (
    Attendance,
    Commitment,
    ContentKey,
    Contract,
    Contribution,
    PhaseRun,
    Preparation,
    PublishedEvaluation,
    Round,
    Session,
    SpeakingTurn,
    Subject,
)
from sessions.rotation import rotation_of

FOLLOWING = (PhaseRun, SpeakingTurn, Attendance)
AFTER = (Commitment, Contract, Contribution, PublishedEvaluation, Round, Subject)


@pytest.fixture
def planned(db: None) -> Session:
    return people.ensure()


def followed(session: Session) -> list[list[tuple[Any, ...]]]:
    """The rows that follow from the journal, without their own numbers."""
    names = [[field.attname for field in model._meta.fields if field.attname != "id"] for model in FOLLOWING]
    return [
        sorted(model._default_manager.filter(session=session).values_list(*fields), key=str)
        for model, fields in zip(FOLLOWING, names, strict=True)
    ]


def past() -> Iterator[Session]:
    yield from Session.objects.filter(cycle__number=1).order_by("number")


def test_the_present_cycle_is_whole(planned: Session) -> None:
    """One held, the session at hand, then what is planned, one of it called off; a sheet is begun."""
    rows = Session.objects.filter(cycle=planned.cycle).order_by("scheduled_at")
    assert [one.status for one in rows] == ["closed", "planned", "planned", "cancelled", "planned"]
    assert rows[2].place
    assert [one.number for one in rows.exclude(status="cancelled")] == [1, 2, 3, 4]
    assert sorted(rows[2].answers.values_list("comes", flat=True)) == [False, True, True, True, True]
    sheet = Preparation.objects.get()
    assert (sheet.session, sheet.words["title"]) == (rows[2], "Un départ dans mon équipe")  # type: ignore[index]
    table = rotation_of(planned.cycle.group)
    assert (len(table.found.never), table.found.places, table.next) == (6, 6, planned)


def test_a_past_cycle_and_the_present_one(planned: Session) -> None:
    assert [session.status for session in past()] == ["closed", "cancelled", "closed", "closed"]
    assert (planned.cycle.number, planned.status) == (2, "planned")
    span = max(one.scheduled_at for one in past()) - min(one.scheduled_at for one in past())
    assert timedelta(weeks=10) - timedelta(days=1) < span < timedelta(weeks=10) + timedelta(days=1)
    assert max(one.scheduled_at for one in past()) < timezone.now() - timedelta(weeks=6)


def test_rebuilding_the_past_changes_nothing(planned: Session) -> None:
    for session in past():
        before = followed(session)
        assert runs.rebuild(session) == session.load()
        assert followed(session) == before
        assert session.revision == session.journal.count()
        assert ContentKey.objects.filter(owner=session.pk).exists()


def test_everything_happened_before_now_and_in_its_order(planned: Session) -> None:
    for session in past():
        instants = [entry.at for entry in session.journal.all()]
        assert instants == sorted(instants)
        assert instants[-1] < timezone.now().timestamp() * 1000


def test_attendance_varies_and_two_sessions_have_two_clients(planned: Session) -> None:
    cycle = figures.of_the_group(planned.cycle.group_id)[1]
    assert (cycle.tally.held, cycle.tally.planned, cycle.tally.cancelled, cycle.tally.consultations) == (3, 0, 1, 6)
    assert [(column.half.is_afternoon, column.present) for column in cycle.register.columns] == [
        (False, 7),
        (False, 6),
        (True, 7),
        (True, 6),
    ]
    assert len({one.client_id for one in Round.objects.filter(session__in=list(past()))}) == 6


def described(**options: bool) -> dict[str, Any]:
    out = StringIO()
    call_command("demo", json=True, stdout=out, **options)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_the_command_is_idempotent(planned: Session) -> None:
    count = Session.objects.count()
    assert described()["session"] == described()["session"] == str(planned.pk)
    assert Session.objects.count() == count


def test_a_fresh_session_follows_in_the_present_cycle(planned: Session) -> None:
    fresh = Session.objects.get(pk=described(fresh=True)["session"])
    assert (fresh.cycle, fresh.pk == planned.pk) == (planned.cycle, False)
    assert described()["session"] == str(fresh.pk)


def test_a_demonstration_from_before_has_no_past_and_goes_on(planned: Session) -> None:
    group = Group.objects.get()
    Session.objects.all().delete()
    Cycle.objects.filter(number=2).delete()
    old = plan_session(
        cycle=group.cycle, scheduled_at=timezone.now(), minutes=120, rounds=2, protocol_key="codev-classique"
    )
    assert described()["session"] == str(old.pk)
    assert Session.objects.count() == 1
    sophie = Client()
    assert sophie.get(described()["hr"]["url"].removeprefix("http://127.0.0.1:8000"), follow=True).status_code == 200


def test_a_link_leads_hr_to_the_history(planned: Session) -> None:
    """And those who facilitate or take part to the session."""
    links = described()
    address = {"hr": links["hr"]["url"], "facilitator": links["facilitator"]["url"]}
    led = {who: Client().get("/" + url.split("/", 3)[3])["Location"] for who, url in address.items()}
    assert led == {"hr": reverse("sessions:history"), "facilitator": reverse("sessions:session", args=[planned.pk])}


def test_participants_links_lead_to_their_seats(planned: Session) -> None:
    """The first alone in its browser, the next as one of several; a link that is opened again takes no other seat."""
    http, (first, second, *_) = Client(), described()["participants"]
    page = reverse("sessions:session", args=[planned.pk])
    led = [http.get("/" + one["url"].split("/", 3)[3])["Location"] for one in (first, second, second)]
    assert led == [page, *[f"{page}?as={second['id']}"] * 2]
    assert len(http.session["seats"]) == 2


def test_links_open_nothing_where_there_is_no_demonstration(planned: Session, settings: Settings) -> None:
    addresses = ["/" + one["url"].split("/", 3)[3] for one in (described()["hr"], described()["participants"][0])]
    settings.CODEV_DEMO = False
    assert [Client().get(address).status_code for address in addresses] == [404, 404]


def test_the_printed_sheet_has_a_line_for_hr(planned: Session) -> None:
    out = StringIO()
    call_command("demo", stdout=out)
    assert [line.split()[:3] for line in out.getvalue().splitlines() if line.startswith("RH")] == [
        ["RH", "Sophie", "Renard"]
    ]


def test_sessions_that_are_over_leave_something_to_everybody(planned: Session, settings: Settings) -> None:
    """Behind each page of afterwards there is something to find, and making it again adds nothing."""
    group = planned.cycle.group
    counts = [model._default_manager.count() for model in AFTER]
    assert people.ensure() == planned
    assert [model._default_manager.count() for model in AFTER] == counts
    links = described()
    claire = Client()
    claire.get(links["facilitator"]["url"])
    memory = claire.get(reverse("sessions:memory", args=[group.pk])).content.decode()
    assert "Une question qui ne cherche rien ouvre plus qu’un conseil." in memory
    assert "Je relance souvent pour me rassurer, moi." not in memory
    next_one = claire.get(reverse("sessions:prepare_next", args=[group.pk])).content.decode()
    assert "Une équipe à deux vitesses" in next_one
    evaluated = claire.get(reverse("sessions:evaluations", args=[group.pk])).content.decode()
    assert "4,5" in evaluated
    jeanne = Client()
    jeanne.get(links["participants"][2]["url"])
    kept = Session.objects.filter(cycle__number=1, status="closed").latest("scheduled_at")
    curve = jeanne.get(reverse("sessions:curve", args=[group.pk]), {"cycle": "1"}).content.decode()
    assert "4,5" in curve
    page = jeanne.get(reverse("sessions:keepsake", args=[kept.pk])).content.decode()
    assert "Aller le voir sur place, sans ordre du jour, une heure." in page
