"""Planning a cycle: dates proposed, holidays marked, moved or left out, all kept or none."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groups.models import Group, Organisation
from sessions.models import Session
from tests.sessions.cast.evening import Evening, gather

METHOD = {"protocol_key": "codev-classique", "rounds": "2", "minutes": "120"}
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def evening(db: None) -> Evening:
    made = gather()
    Session.objects.all().delete()
    return made


@pytest.fixture
def http(evening: Evening) -> Client:
    return evening.browser("claire", language="fr")


def post(http: Client, evening: Evening, **fields: str) -> HttpResponse:
    return http.post(f"/groups/{evening.group.pk}/plan/cycle/", METHOD | fields)


def propose(http: Client, evening: Evening, **fields: str) -> HttpResponse:
    usual = {"count": "3", "scheduled_at": "2027-04-15T14:00", "rhythm": "every_3", "step": "propose"}
    return post(http, evening, **(usual | fields))


def proposed(answer: HttpResponse) -> list[str]:
    assert answer.status_code == 200, errors(answer)
    return re.findall(r'name="at_\d+" value="([^"]+)"', answer.content.decode())


def keep(http: Client, evening: Evening, *dates: str, left_out: tuple[int, ...] = (), **fields: str) -> HttpResponse:
    sent = {"count": str(len(dates)), "scheduled_at": dates[0], "rhythm": "every_3", "step": "keep"}
    sent |= {f"at_{place}": at for place, at in enumerate(dates)}
    sent |= {f"keep_{place}": "on" for place in range(len(dates)) if place not in left_out}
    return post(http, evening, **(sent | fields))


def errors(answer: HttpResponse) -> list[str]:
    return re.findall(r'<ul class="errorlist[^>]*>\s*<li>([^<]+)</li>', answer.content.decode())


def planned(evening: Evening) -> list[tuple[int, str]]:
    rows = Session.objects.filter(cycle__group=evening.group).order_by("scheduled_at")
    return [(one.number, one.scheduled_at.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M")) for one in rows]


def test_dates_are_proposed_at_once_and_nothing_is_kept_yet(http: Client, evening: Evening) -> None:
    answer = propose(http, evening)

    assert proposed(answer) == ["2027-04-15T14:00", "2027-05-06T14:00", "2027-05-27T14:00"]
    text = answer.content.decode()
    assert "jeudi 15\u00a0avril 2027, 14\u00a0h – 16\u00a0h\u00a010" in text
    assert "Heure de Paris" in text
    assert re.findall(r'class="chip client">([^<]+)<', text) == ["Ascension"]
    assert planned(evening) == []


def test_the_page_begins_with_six_dates_that_could_be_kept_as_they_are(http: Client, evening: Evening) -> None:
    text = http.get(f"/groups/{evening.group.pk}/plan/cycle/").content.decode()

    assert text.count("14\u00a0h – 16\u00a0h\u00a010") == 6
    assert re.search(r'name="count" value="6"', text)


def test_all_that_are_kept_are_planned_together(http: Client, evening: Evening) -> None:
    answer = keep(http, evening, "2027-04-15T14:00", "2027-05-07T09:30", "2027-05-27T14:00", left_out=(2,))

    assert (answer.status_code, answer["Location"]) == (302, f"/groups/{evening.group.pk}/")
    assert planned(evening) == [(1, "2027-04-15T14:00"), (2, "2027-05-07T09:30")]
    one = Session.objects.get(number=2)
    assert (one.minutes, one.planned_rounds, one.time_zone) == (120, 2, "Europe/Paris")
    assert one.protocol.key == "codev-classique"
    evening.session_id = one.pk
    evening.do("claire", "open")


def test_the_hour_is_kept_when_clocks_change(http: Client, evening: Evening) -> None:
    dates = proposed(propose(http, evening, scheduled_at="2027-03-09T10:00"))
    assert dates == ["2027-03-09T10:00", "2027-03-30T10:00", "2027-04-20T10:00"]

    keep(http, evening, *dates)

    instants = [one.scheduled_at.astimezone(UTC).hour for one in Session.objects.order_by("scheduled_at")]
    assert instants == [9, 8, 8]


@pytest.mark.parametrize(
    ("place", "marked"),
    [
        (("Europe/Paris", ""), ["Lundi de Pâques"]),
        (("Europe/Paris", "FR-57"), ["Vendredi saint", "Lundi de Pâques"]),
        (("America/Martinique", ""), ["Lundi de Pâques"]),
        (("Indian/Reunion", ""), ["Lundi de Pâques"]),
        (("Europe/Paris", "CH-ZH"), ["Vendredi saint", "Lundi de Pâques"]),
    ],
)
def test_holidays_are_those_of_where_one_works(
    http: Client, evening: Evening, place: tuple[str, str], marked: list[str]
) -> None:
    """Good Friday, a Saturday and Easter Monday of 2027."""
    zone, region = place
    Organisation.objects.update(time_zone=zone, holidays=region)
    dates = ("2027-03-26T14:00", "2027-03-27T14:00", "2027-03-29T14:00")

    answer = keep(http, evening, *dates, step="check")

    chips = re.findall(r'class="chip client">([^<]+)<', answer.content.decode())
    assert [one for one in chips if one != "week-end"] == marked
    assert chips.count("week-end") == 1
    assert planned(evening) == []


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("count", "0", "pas moins de 1"),
        ("count", "500", "pas plus de 30"),
        ("count", "six", "nombre entier"),
        ("count", "", "obligatoire"),
        ("rhythm", "every_0", "choix valide"),
        ("scheduled_at", "2020-01-07T14:00", "passée"),
        ("scheduled_at", "9999-12-30T14:00", "l’année"),
        ("scheduled_at", "2027-02-30T14:00", "valide"),
        ("scheduled_at", "", "obligatoire"),
        ("minutes", "0", "pas moins de 20"),
        ("rounds", "0", "pas moins de 1"),
        ("protocol_key", "none", "choix valide"),
    ],
)
@pytest.mark.parametrize("step", ["propose", "keep"])
def test_what_cannot_be_is_said_at_its_field(
    http: Client, evening: Evening, field: str, value: str, said: str, step: str
) -> None:
    answer = propose(http, evening, **{field: value, "step": step})

    assert answer.status_code == 422
    assert [said in one for one in errors(answer)] == [True], errors(answer)
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert planned(evening) == []


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ("2027-04-15T15:00", "en même temps"),
        ("2020-04-15T15:00", "passée"),
        ("9999-04-15T15:00", "l’année"),
        ("", "obligatoire"),
        ("demain", "valide"),
    ],
)
def test_a_date_that_cannot_be_is_said_at_its_place_and_nothing_is_kept(
    http: Client, evening: Evening, second: str, said: str
) -> None:
    answer = keep(http, evening, "2027-04-15T14:00", second, "2027-05-27T14:00")

    assert answer.status_code == 422
    text = answer.content.decode()
    assert said in text[text.index('id="id_at_1_error"') :]
    assert "id_at_0_error" not in text
    assert f'name="at_1" value="{second}"' in text or not second
    assert planned(evening) == []


def test_what_is_left_out_may_be_anything(http: Client, evening: Evening) -> None:
    assert keep(http, evening, "2027-04-15T14:00", "demain", left_out=(1,)).status_code == 302
    assert planned(evening) == [(1, "2027-04-15T14:00")]


def test_to_keep_nothing_is_said(http: Client, evening: Evening) -> None:
    answer = keep(http, evening, "2027-04-15T14:00", left_out=(0,))
    assert errors(answer) == ["Gardez au moins une date."]


def test_the_group_does_not_meet_twice_at_once(http: Client, evening: Evening) -> None:
    keep(http, evening, "2027-04-15T14:00")

    answer = keep(http, evening, "2027-04-15T09:00", "2027-04-15T16:09")

    (said,) = errors(answer)
    assert "séance 1" in said
    assert "jeudi 15\u00a0avril 2027, 14\u00a0h – 16\u00a0h\u00a010, heure de Paris" in said
    one = http.post(f"/groups/{evening.group.pk}/plan/", METHOD | {"scheduled_at": "2027-04-15T15:00"})
    assert (one.status_code, errors(one)) == (422, [said])
    assert keep(http, evening, "2027-04-15T16:10").status_code == 302  # two on one day


def test_pressing_twice_plans_once(http: Client, evening: Evening) -> None:
    dates = ("2027-04-15T14:00", "2027-05-06T14:00")
    assert keep(http, evening, *dates).status_code == 302

    assert keep(http, evening, *dates).status_code == 422
    assert len(planned(evening)) == 2


def test_a_session_between_two_gets_its_place_and_what_was_held_keeps_its_own(http: Client, evening: Evening) -> None:
    keep(http, evening, "2027-04-15T14:00", "2027-05-06T14:00", "2027-05-27T14:00")
    first = Session.objects.get(number=1)
    Session.objects.filter(pk=first.pk).update(status="closed")

    keep(http, evening, "2027-03-16T14:00", "2027-05-11T14:00")

    assert planned(evening) == [
        (2, "2027-03-16T14:00"),
        (1, "2027-04-15T14:00"),
        (3, "2027-05-06T14:00"),
        (4, "2027-05-11T14:00"),
        (5, "2027-05-27T14:00"),
    ]


def test_the_next_plan_begins_as_the_last_session_was(http: Client, evening: Evening) -> None:
    settings = {"codev-express-client_in_consultation": "interaction"}
    tomorrow = (timezone.now().astimezone(PARIS) + timedelta(days=1)).strftime("%Y-%m-%dT09:30")
    http.post(
        f"/groups/{evening.group.pk}/plan/",
        {"scheduled_at": tomorrow, "protocol_key": "codev-express", "modality": "remote", "minutes": "50", **settings},
    )

    text = http.get(f"/groups/{evening.group.pk}/plan/").content.decode()

    again = datetime.fromisoformat(tomorrow) + timedelta(weeks=3)
    assert f'name="scheduled_at" value="{again:%Y-%m-%dT%H:%M}"' in text
    assert re.search(r'value="codev-express"\s+id="id_protocol_key_codev-express"\s+checked', text)
    assert re.search(r'value="remote"[^>]*checked', text)
    assert re.search(r'name="minutes" value="50"', text)
    assert re.search(r'<option value="interaction" selected', text)
    assert "9\u00a0h\u00a030 – 10\u00a0h\u00a020, heure de Paris" in text


def test_planning_many_asks_the_database_no_more_than_one(http: Client, evening: Evening) -> None:
    start = datetime(2027, 1, 5, 14)
    keep(http, evening, "2026-12-30T14:00")
    asked = []
    for many in (1, 30):
        dates = [(start + timedelta(weeks=number)).strftime("%Y-%m-%dT%H:%M") for number in range(many)]
        with CaptureQueriesContext(connection) as queries:
            assert keep(http, evening, *dates).status_code == 302
        asked.append(len(queries))
        start += timedelta(weeks=many)

    assert asked[0] == asked[1]
    assert len(planned(evening)) == 32


def test_a_group_that_was_archived_plans_nothing(http: Client, evening: Evening) -> None:
    Group.objects.update(archived_at=timezone.now())
    for page in ("plan/", "plan/cycle/", "past-session/"):
        assert http.get(f"/groups/{evening.group.pk}/{page}").status_code == 409
    assert keep(http, evening, "2027-04-15T14:00").status_code == 409
