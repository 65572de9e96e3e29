"""Who may sign for a half-day, where, from when and until when; who countersigns; what a correction does to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from groups.commands import remove_participant
from groups.models import Seat
from sessions.attendance import reading
from sessions.attendance.shapes import Attended, Half, Sheet
from sessions.models import Correction, Session, Signature
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import consultation, last_step
from tests.sessions.cast.past import PARIS, Past, held, paris, settle

AM, PM = "2026-01-12-am", "2026-01-12-pm"


@pytest.fixture
def past(db: None) -> Iterator[Past]:
    """Half past three on the day of a session over noon, at which Ana was all the time, and Élise in the morning."""
    past = settle()
    ana, elise = past.people["ana"], past.people["élise"]
    held(past.group.cycle, paris(2026, 1, 12, 11), minutes=240, came={ana: 0, elise: 5}, left={elise: 90})
    past.browser("ana")
    Seat.objects.update(label="iPhone · Safari")
    with time_machine.travel(paris(2026, 1, 12, 15, 30), tick=False):
        yield past


def the_session() -> Session:
    return Session.objects.select_related("cycle__group__organisation").get()


def the_sheet() -> Sheet:
    sheet = reading.sheet_of(the_session())
    assert sheet
    return sheet


def of(past: Past, name: str) -> Attended:
    return next(one for one in the_sheet().people if one.person == past.people[name].pk)


def half(past: Past, name: str, place: int = 0) -> Half:
    return of(past, name).halves[place]


def post(http: Client, route: str, *more: Any, **fields: Any) -> int:
    return int(http.post(reverse(f"sessions:{route}", args=[the_session().pk, *more]), fields).status_code)


def sign(past: Past, name: str, half_day: str = AM) -> int:
    return post(past.browser(name), "sign", half=half_day)


def correct(past: Past, name: str, **fields: Any) -> int:
    shown = {"there": "yes", "arrived_at": "2026-01-12T11:00", "left_at": "2026-01-12T15:00", "reason": "Il était là."}
    return post(past.browser("claire"), "correct_attendance", past.people[name].pk, **(shown | fields))


def test_each_half_day_is_signed_by_itself_on_the_own_device(past: Past) -> None:
    assert sign(past, "ana") == 302
    first, second = of(past, "ana").halves
    assert first.signed is not None
    assert (first.signed.way, first.signed.at) == ("device", paris(2026, 1, 12, 15, 30))
    row = Signature.objects.get()
    assert (row.name, row.device, row.minutes, row.is_afternoon, row.by) == ("Ana", "phone", 120, False, None)
    assert second.signed is None


def test_what_was_signed_while_the_end_was_an_estimate_holds_for_the_end_that_is_found(past: Past) -> None:
    Session.objects.update(is_end_estimated=True)
    assert [sign(past, "ana"), sign(past, "ana", PM)] == [302, 302]
    last = the_session().phase_runs.latest("left_at")
    last.left_at = paris(2026, 1, 12, 14, 45)
    last.save()
    Session.objects.update(is_end_estimated=False)
    signed = [one.signed for one in of(past, "ana").halves]
    assert [one and one.is_outdated for one in signed] == [False, False]
    assert half(past, "ana", 1).minutes == 105


def test_a_second_press_signs_nothing_twice(past: Past) -> None:
    assert [sign(past, "ana"), sign(past, "ana")] == [302, 302]
    assert Signature.objects.count() == 1


def test_nobody_signs_for_what_one_was_not_there_for(past: Past) -> None:
    past.browser("zoé")
    assert sign(past, "élise", PM) == 409
    assert sign(past, "zoé") == 404
    assert [sign(past, "ana", text) for text in ("", "x", "2026-02-30-am", "9999-12-31-pm", "\0", "<script>")] == [
        *[422] * 3,
        409,
        422,
        422,
    ]
    assert not Signature.objects.exists()


def test_nobody_signs_in_another_s_name_or_by_a_device_that_was_not_let_in(past: Past) -> None:
    ana = past.people["ana"]
    assert post(past.browser("élise"), "sign", half=AM, **{"as": ana.pk}) == 404
    assert post(past.browser("claire"), "sign", half=AM, **{"as": ana.pk}) == 404
    guest = past.browser("ana")
    Seat.objects.filter(participant=ana).update(link=None, session_id=the_session().pk)
    assert post(guest, "sign", half=AM) == 404
    Seat.objects.filter(participant=ana).update(admitted_at=paris(2026, 1, 12, 11))
    assert post(guest, "sign", half=AM) == 302
    Seat.objects.filter(participant=ana).update(session_id=UUID(int=1))
    assert post(guest, "sign", half=PM) == 404


def test_who_left_the_group_signs_for_the_time_before_and_never_as_somebody_else(past: Past) -> None:
    http = past.browser("ana")
    remove_participant(participant=past.people["ana"], by=past.users["claire"])
    page = http.get("/").content.decode()
    way = f"{reverse('sessions:my_attendance')}?as={past.people['ana'].pk}"
    assert way in page
    assert "J’émarge" in http.get(way).content.decode()
    assert sign(past, "ana") == 302
    assert Signature.objects.get().name == "Ana"
    assert post(http, "sign", half=AM, **{"as": past.people["élise"].pk}) == 404


@pytest.mark.parametrize(
    ("at", "answer"),
    [(paris(2026, 1, 19, 23, 59), 302), (paris(2026, 1, 20, 0, 0), 409)],
    ids=["the last minute of the seventh day", "after it"],
)
def test_the_days_end_at_midnight_of_the_place(past: Past, at: datetime, answer: int) -> None:
    with time_machine.travel(at, tick=False):
        assert sign(past, "ana") == answer
        assert post(past.browser("claire"), "countersign") == answer
        page = past.browser("ana").get(reverse("sessions:my_attendance")).content.decode()
        assert ("l’émargement a pris fin le" in page) is (answer == 409)
        # What was signed on paper then may be noted all the same.
        assert post(past.browser("claire"), "sign_on_paper", cell=f"{past.people['élise'].pk}:{AM}") == 302


def test_the_facilitator_countersigns_what_holds_at_one_press(past: Past) -> None:
    sign(past, "ana"), sign(past, "ana", PM)
    assert post(past.browser("claire"), "countersign") == 302
    sheet = the_sheet()
    assert sheet.countersigned is not None
    assert (sheet.countersigned.name, sheet.countersigned.at) == ("Claire", paris(2026, 1, 12, 15, 30))
    assert [one.signed and one.signed.is_countersigned for one in of(past, "ana").halves] == [True, True]
    with time_machine.travel(paris(2026, 1, 12, 16), tick=False):
        assert post(past.browser("david"), "countersign") == 302
    assert {row.countersigned_name for row in Signature.objects.all()} == {"Claire"}


def test_without_a_device_one_signs_on_the_screen_or_on_paper_and_it_says_so(past: Past) -> None:
    claire, elise = past.browser("claire"), past.people["élise"].pk
    assert post(claire, "sign_before", elise) == 422
    assert post(claire, "sign_before", elise, half=[AM, "x"]) == 422
    assert post(claire, "sign_before", elise, half=[AM]) == 302
    signed = half(past, "élise").signed
    assert signed is not None
    assert (signed.way, signed.device) == ("screen", "")
    assert Signature.objects.get().by_name == "Claire"
    assert post(claire, "unsign", elise, half=AM) == 302
    assert half(past, "élise").signed is None
    assert post(claire, "sign_on_paper", cell=[f"{elise}:{AM}", f"{past.people['ana'].pk}:{PM}"]) == 302
    assert {(row.name, row.way) for row in Signature.objects.all()} == {("Élise", "paper"), ("Ana", "paper")}
    page = claire.get(reverse("sessions:attendance", args=[the_session().pk])).content.decode()
    assert "signé sur papier, noté le" in page


def test_what_is_countersigned_or_signed_on_a_device_is_not_taken_back(past: Past) -> None:
    claire, elise, ana = past.browser("claire"), past.people["élise"].pk, past.people["ana"].pk
    sign(past, "ana")
    post(claire, "sign_before", elise, half=[AM])
    post(claire, "countersign")
    for who in (elise, ana):
        assert post(claire, "unsign", who, half=AM) == 302
    assert Signature.objects.count() == 2


@pytest.mark.parametrize("cell", ["", "x", f"{UUID(int=1)}", f"{UUID(int=1)}:x", "\0", "<script>", "é" * 5000])
def test_what_is_no_half_day_is_refused(past: Past, cell: str) -> None:
    assert post(past.browser("claire"), "sign_on_paper", cell=cell) == 422
    assert post(past.browser("claire"), "sign_on_paper", cell=f"{UUID(int=1)}:{AM}") == 409
    assert not Signature.objects.exists()


def test_a_correction_is_open_and_keeps_what_stood_before(past: Past) -> None:
    assert correct(past, "élise", arrived_at="2026-01-12T11:05", left_at="2026-01-12T14:00") == 302
    with time_machine.travel(paris(2026, 1, 13), tick=False):
        until_noon = {"arrived_at": "2026-01-12T11:05", "left_at": "2026-01-12T13:00", "reason": "À 13 h."}
        assert correct(past, "élise", **until_noon) == 302
    elise = of(past, "élise")
    assert [(one.half.is_afternoon, one.minutes) for one in elise.halves] == [(False, 115)]
    assert [(one.by, one.reason, one.old, one.new) for one in elise.corrections] == [
        ("Claire", "Il était là.", "de 11\u00a0h\u00a005 à 12\u00a0h\u00a030", "de 11\u00a0h\u00a005 à 14\u00a0h"),
        ("Claire", "À 13 h.", "de 11\u00a0h\u00a005 à 14\u00a0h", "de 11\u00a0h\u00a005 à 13\u00a0h"),
    ]
    page = past.browser("élise").get(reverse("sessions:my_attendance")).content.decode()
    assert "À 13 h." in page


def test_who_was_noted_by_mistake_was_not_there_and_who_was_not_noted_was(past: Past) -> None:
    assert correct(past, "élise", there="no", arrived_at="", left_at="x") == 302
    assert of(past, "élise").halves == ()
    assert correct(past, "zoé", left_at="2026-01-12T12:00") == 302
    assert [one.minutes for one in of(past, "zoé").halves] == [60]
    assert sign(past, "zoé") == 302


def test_a_signature_for_the_old_value_is_kept_and_asked_for_again(past: Past) -> None:
    sign(past, "ana")
    post(past.browser("claire"), "countersign")
    assert correct(past, "ana", left_at="2026-01-12T12:00") == 302
    signed = half(past, "ana").signed
    assert signed is not None
    assert signed.is_outdated
    # The days count from the correction: nobody is asked for what is not to be done any more.
    with time_machine.travel(paris(2026, 1, 18), tick=False):
        assert correct(past, "ana", left_at="2026-01-12T12:30") == 302
    with time_machine.travel(paris(2026, 1, 25), tick=False):
        assert sign(past, "ana") == 302
        assert post(past.browser("claire"), "countersign") == 302
    signed = half(past, "ana").signed
    assert signed is not None
    assert (signed.is_outdated, signed.is_countersigned) == (False, True)
    kept = [(row.minutes, row.replaced_at is None) for row in Signature.objects.order_by("pk")]
    assert kept == [(120, False), (90, True)]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *(("reason", text) for text in ("", "   ", "\u200f", "a" * 201, "x\0y")),
        *(("left_at", text) for text in ("", "x", "9999-12-31T23:59", "0000-01-01T00:00", "2026-01-12T15:05", "\0")),
        *(("arrived_at", text) for text in ("2026-01-12T10:59", "2026-01-12T15:00", "<script>", "é" * 5000)),
        ("there", ""),
        ("there", "maybe"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(past: Past, field: str, text: str) -> None:
    http = past.browser("claire")
    address = reverse("sessions:correct_attendance", args=[the_session().pk, past.people["élise"].pk])
    given = {"there": "yes", "arrived_at": "2026-01-12T11:05", "left_at": "2026-01-12T14:00", "reason": "Bus en panne."}
    answer = http.post(address, given | {field: text})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors or "left_at" in answer.context["form"].errors
    assert not Correction.objects.exists()


def test_what_is_left_as_it_was_shown_changes_nothing(past: Past) -> None:
    Session.objects.get().phase_runs.filter(index=0).update(entered_at=paris(2026, 1, 12, 11) + timedelta(seconds=23))
    assert correct(past, "ana") == 302
    assert not Correction.objects.exists()


def test_it_is_said_to_be_noted_only_where_it_was(past: Past) -> None:
    http, ana = past.browser("claire"), past.people["ana"].pk
    address = reverse("sessions:correct_attendance", args=[the_session().pk, ana])

    def answered(until: str) -> tuple[bool, bool]:
        given = {"there": "yes", "arrived_at": "2026-01-12T11:00", "left_at": until, "reason": "Bus en panne."}
        page = http.post(address, given, follow=True).content.decode()
        return "C’est noté, avec votre nom" in page, "rien n’a été changé" in page

    told = [answered(f"2026-01-12T{hour}") for hour in ("15:00", "14:00", "14:00")]
    assert told == [(False, True), (True, False), (False, True)]


def test_the_correction_after_the_last_one_is_refused_and_what_was_typed_kept(past: Past) -> None:
    http, ana = past.browser("claire"), past.people["ana"].pk
    assert correct(past, "ana", left_at="2026-01-12T14:00") == 302
    row = Correction.objects.get()
    Correction.objects.bulk_create(Correction(**fields_of(row)) for _ in range(49))
    given = {"there": "yes", "arrived_at": "2026-01-12T11:00", "left_at": "2026-01-12T13:00", "reason": "Bus en panne."}
    answer = http.post(reverse("sessions:correct_attendance", args=[the_session().pk, ana]), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "corrigée 50 fois" in page
    assert ("Bus en panne." in page, "2026-01-12T13:00" in page) == (True, True)
    assert Correction.objects.count() == 50


def test_what_was_ticked_stays_so_where_it_is_refused(past: Past) -> None:
    claire, cell, gone = past.browser("claire"), f"{past.people['ana'].pk}:{AM}", f"{past.people['élise'].pk}:{PM}"
    address = reverse("sessions:sign_on_paper", args=[the_session().pk])
    for refused, status in ((gone, 409), ("x", 422)):
        answer = claire.post(address, {"cell": [cell, refused]})
        assert answer.status_code == status
        assert re.search(rf'value="{cell}"\s+checked', answer.content.decode())
    assert not Signature.objects.exists()


def fields_of(row: Correction) -> dict[str, Any]:
    """Those of a row that is like this one."""
    return {one.attname: getattr(row, one.attname) for one in Correction._meta.concrete_fields if one.name != "id"}


def test_reasons_are_read_as_text(past: Past) -> None:
    correct(past, "élise", reason="<script>x</script> \u202e à l’envers\nun saut")
    assert Correction.objects.get().reason == "<script>x</script> à l’envers un saut"
    page = past.browser("claire").get(reverse("sessions:attendance", args=[the_session().pk])).content.decode()
    assert "<script>x" not in page


def test_nobody_but_who_facilitates_opens_the_sheet(past: Past) -> None:
    other = settle("Voisins", "Les jeudis")
    address = reverse("sessions:attendance", args=[the_session().pk])
    for http in (past.browser("hakim"), past.browser("agnes"), other.browser("claire")):
        assert http.get(address).status_code == 404
        assert post(http, "countersign") == 404
        assert post(http, "sign_on_paper", cell=f"{past.people['ana'].pk}:{AM}") == 404
        assert post(http, "correct_attendance", past.people["ana"].pk) == 404
        assert post(http, "sign_before", past.people["ana"].pk, half=AM) == 404
    assert post(past.browser("claire"), "correct_attendance", other.people["ana"].pk) == 404
    assert post(past.browser("claire"), "sign_before", other.people["ana"].pk, half=AM) == 404


def test_breaks_count_where_the_organisation_says_so(past: Past) -> None:
    start = int(paris(2026, 1, 12, 11, 30).timestamp() * 1000)
    Session.objects.update(attended={"absences": [], "rests": [[start, start + 600_000]]})
    assert half(past, "ana").minutes == 110
    pages = [(past.browser("ana"), reverse("sessions:my_attendance"))]
    pages.append((past.browser("claire"), reverse("sessions:attendance", args=[the_session().pk])))
    assert ["Les pauses ne sont pas comptées." in http.get(page).content.decode() for http, page in pages] == [True] * 2
    past.organisation.counts_breaks = True
    past.organisation.save()
    assert half(past, "ana").minutes == 120
    assert ["Les pauses sont comptées." in http.get(page).content.decode() for http, page in pages] == [True] * 2


def test_who_came_back_was_there_twice(evening: Evening, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Paris"
    bruno = evening.people["bruno"].pk
    with time_machine.travel(datetime(2026, 3, 10, 9, tzinfo=PARIS), tick=False) as clock:
        last_step(evening)
        for minutes, command in ((10, "mark_left"), (30, "mark_back"), (50, "mark_left"), (60, "mark_back")):
            clock.move_to(datetime(2026, 3, 10, 9, minutes % 60, tzinfo=PARIS) + timedelta(hours=minutes // 60))
            evening.do("claire", command, participant=bruno)
        clock.shift(timedelta(minutes=30))
        now = reading.sheet_of(evening.session)
        evening.do("claire", "close")
        closed = reading.sheet_of(evening.session)
    assert now
    assert closed
    for sheet in (now, closed):
        (there,) = (one for one in sheet.people if one.person == bruno)
        assert there.minutes == 10 + 20 + 30
        assert len(there.halves[0].stays) == 3
        assert sheet.facilitators == ("Claire",)
    assert evening.session.attended["absences"] == [
        [str(bruno), *(int(datetime(2026, 3, 10, 9, tzinfo=PARIS).timestamp() + 60 * one) * 1000 for one in pair)]
        for pair in ((10, 30), (50, 60))
    ]


def test_one_signs_from_the_closing_step_on_and_for_its_end(evening: Evening) -> None:
    with time_machine.travel(datetime(2026, 3, 10, 9, tzinfo=UTC), tick=False) as clock:
        consultation(evening)
        amina = evening.browser("amina")
        key, address = "2026-03-10-am", evening.path("attendance/sign/")
        clock.shift(timedelta(minutes=40))
        assert amina.post(address, {"half": key}).status_code == 409
        evening.do("claire", "jump", to_step=evening.index("closing"))
        assert amina.post(address, {"half": key}).status_code == 302
        clock.shift(timedelta(minutes=5))
        evening.do("claire", "close")
        sheet = reading.sheet_of(evening.session)
    assert sheet
    (there,) = (one for one in sheet.people if one.person == evening.people["amina"].pk)
    assert there.halves[0].signed is not None
    assert not there.halves[0].signed.is_outdated
    assert (there.minutes, Signature.objects.get().minutes) == (45, 40)
