"""A group made, edited, put away and taken up again: what is asked, what is refused, what is kept of what was typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from groups import commands
from groups.composition import hint
from groups.errors import Invalid, NotAllowed, Refused
from groups.models import Group, Organisation
from groups.queries import archived_groups
from tests.groups.conftest import Arrive, Atelier, Neighbour, url
from tests.second_step import in_one_step

pytestmark = pytest.mark.usefixtures("in_english")


def make(http: Client, **typed: str) -> Any:
    return http.post(url("new_group"), {"name": "Les lundis", "calendar_name": "", "time_zone": "", **typed})


def test_a_new_group_opens_its_page(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.amina)
    answer = make(http, calendar_name=" Lundis  du codev ", time_zone="America/Martinique")
    group = Group.objects.get(name="Les lundis")
    assert answer.url == group.get_absolute_url()
    assert (group.calendar_name, group.zone.key) == ("Lundis du codev", "America/Martinique")
    assert group.organisation == atelier.organisation
    assert "Les lundis" in http.get(answer.url).content.decode()


def test_the_time_zone_is_the_organisation_s_unless_said(atelier: Atelier, arrive: Arrive) -> None:
    Organisation.objects.filter(pk=atelier.organisation.pk).update(time_zone="Indian/Reunion")
    http = arrive(atelier.amina)
    assert "The organisation’s: Réunion time" in http.get(url("new_group")).content.decode()
    make(http)
    group = Group.objects.get(name="Les lundis")
    assert (group.time_zone, group.zone.key) == ("", "Indian/Reunion")


def test_zones_are_said_in_french(atelier: Atelier, arrive: Arrive) -> None:
    with translation.override("fr"):
        page = arrive(atelier.amina).get(url("new_group"), headers={"Accept-Language": "fr"}).content.decode()
    assert "Celui de l’organisation\u00a0: heure de Paris" in page
    assert ">Nouméa (Nouvelle-Calédonie)<" in page


def test_which_organisation_is_asked_where_there_are_several(
    atelier: Atelier, neighbour: Neighbour, arrive: Arrive
) -> None:
    role = {"email": atelier.amina.email, "name": "Amina", "role": "facilitator"}
    commands.invite_person(organisation=neighbour.organisation, by=neighbour.bruno, **role)
    http = arrive(atelier.amina)
    first = http.get(f"{url('new_group')}?organisation={neighbour.organisation.pk}").content.decode()
    assert first.index(">Voisins<") < first.index(">Atelier<")
    assert make(http, organisation=str(neighbour.organisation.pk)).status_code == 302
    assert Group.objects.get(name="Les lundis").organisation == neighbour.organisation
    for elsewhere in ("", "nowhere", str(Organisation.objects.create(name="Autre").pk)):
        refused = make(http, organisation=elsewhere, name="Les vendredis")
        assert (refused.status_code, [*refused.context["form"].errors]) == (422, ["organisation"])


def test_an_administrator_comes_in_two_steps_and_names_who_facilitates(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.agnes)
    answer = make(http)
    group = Group.objects.get(name="Les lundis")
    assert answer.url == url("facilitators", group.pk)
    assert not group.facilitators.exists()
    once = in_one_step(arrive(atelier.agnes))
    assert once.get(url("new_group")).url.startswith(url("second_step"))
    assert make(once, name="Les jeudis").status_code == 403


def test_who_makes_no_groups_finds_no_page(atelier: Atelier, arrive: Arrive) -> None:
    assert arrive(atelier.hakim).get(url("new_group")).status_code == 404
    assert make(arrive(atelier.karim)).status_code == 403


FAULTS = {
    "no name": ({"name": " "}, "name"),
    "blank name": ({"name": "\u200b"}, "name"),
    "long name": ({"name": "x" * 121}, "name"),
    "unreadable name": ({"name": "Les\u202e lundis"}, "name"),
    "no such zone": ({"time_zone": "Europe/Nowhere"}, "time_zone"),
    "a zone by its path": ({"time_zone": "../../etc/passwd"}, "time_zone"),
    "long calendar name": ({"calendar_name": "x" * 61}, "calendar_name"),
    "unreadable calendar name": ({"calendar_name": "Codev\u202e"}, "calendar_name"),
    "blank calendar name": ({"calendar_name": "\u200b"}, "calendar_name"),
    "the group’s own name": ({"calendar_name": "les LUNDIS"}, "calendar_name"),
    "with the group’s own name in it": ({"calendar_name": "Codev – Les lundis, Paris"}, "calendar_name"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_at_its_field_and_what_was_typed_stays(atelier: Atelier, arrive: Arrive, fault: str) -> None:
    typed, field = FAULTS[fault]
    kept = {"name": "Les lundis", "calendar_name": "Entre pairs", **typed}
    http = arrive(atelier.amina)
    for answer in (make(http, **kept), http.post(url("edit_group", atelier.group.pk), kept)):
        assert (answer.status_code, [*answer.context["form"].errors]) == (422, [field])
        assert answer.context["form"]["calendar_name"].value() == kept["calendar_name"]
    assert Group.objects.filter(organisation=atelier.organisation).count() == 1


def test_a_short_name_within_a_word_tells_nothing(atelier: Atelier) -> None:
    about = {"organisation": atelier.organisation, "by": atelier.amina}
    group = commands.create_group(name="Ra", calendar_name="Entre rameurs", **about)
    assert group.calendar_name == "Entre rameurs"


def test_a_control_sign_makes_no_header(atelier: Atelier) -> None:
    with pytest.raises(Invalid, match="name_unreadable"):
        commands.edit_group(
            group=atelier.group, name="Les mardis", calendar_name="Codev\x00Bcc: a@b.fr", by=atelier.amina
        )
    group = commands.edit_group(group=atelier.group, name="Les mardis", calendar_name="Codev\r\nBcc", by=atelier.amina)
    assert group.calendar_name == "Codev Bcc"


# Two of one name


def test_a_second_group_of_a_name_is_asked_about_and_then_made(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.amina)
    asked = make(http, name="les MARDIS", calendar_name="Entre pairs")
    assert asked.status_code == 422
    assert "has a group of this name already" in asked.content.decode()
    assert "Create a second one" in asked.content.decode()
    form = asked.context["form"]
    assert (form["sure"].value(), form["calendar_name"].value()) == ("les MARDIS", "Entre pairs")
    # Another name that is there is asked about anew.
    assert make(http, name="Les mardis", sure="les MARDIS").status_code == 422
    assert make(http, name="les MARDIS", sure="les MARDIS").status_code == 302
    assert Group.objects.filter(organisation=atelier.organisation).count() == 2


def test_pressed_twice_it_is_asked(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.amina)
    assert [make(http).status_code, make(http).status_code] == [302, 422]
    assert Group.objects.filter(name="Les lundis").count() == 1


def test_a_group_may_keep_its_own_name_and_is_asked_about_another_s(atelier: Atelier, arrive: Arrive) -> None:
    other = commands.create_group(organisation=atelier.organisation, name="Les jeudis", by=atelier.amina)
    http, page = arrive(atelier.amina), url("edit_group", atelier.group.pk)
    assert http.post(page, {"name": "Les Mardis"}).status_code == 302
    asked = http.post(page, {"name": "Les jeudis"})
    assert (asked.status_code, asked.context["form"]["sure"].value()) == (422, "Les jeudis")
    assert http.post(page, {"name": "Les jeudis", "sure": "Les jeudis"}).url == atelier.group.get_absolute_url()
    assert {other.name, Group.objects.get(pk=atelier.group.pk).name} == {"Les jeudis"}


def test_names_of_other_organisations_and_of_rehearsals_are_free(atelier: Atelier, neighbour: Neighbour) -> None:
    commands.create_rehearsal_group(name="Séance d’essai", by=atelier.amina)
    for name in ("Les jeudis", "Séance d’essai"):
        commands.create_group(organisation=atelier.organisation, name=name, by=atelier.amina)
    with pytest.raises(Invalid, match="group_name_there"):
        commands.create_group(organisation=atelier.organisation, name="Les  Jeudis", by=atelier.david)


# What is said of it later


def test_what_is_said_of_a_group_is_its_facilitators_to_say(atelier: Atelier) -> None:
    commands.edit_group(group=atelier.group, name="Les mercredis", time_zone="Pacific/Noumea", by=atelier.david)
    atelier.group.refresh_from_db()
    assert (atelier.group.name, atelier.group.zone.key) == ("Les mercredis", "Pacific/Noumea")
    for who in (atelier.agnes, atelier.hakim):
        with pytest.raises(NotAllowed):
            commands.edit_group(group=atelier.group, name="X", by=who)
    with pytest.raises(Invalid, match="zone_unknown"):
        commands.edit_group(group=atelier.group, name="X", time_zone="Mars/Base", by=atelier.amina)


def test_a_group_is_not_renamed_to_what_calendars_say_of_it(atelier: Atelier) -> None:
    commands.edit_group(group=atelier.group, name="Les mardis", calendar_name="Entre pairs", by=atelier.amina)
    with pytest.raises(Invalid) as caught:
        commands.edit_group(group=atelier.group, name="Entre pairs", calendar_name="Entre pairs", by=atelier.amina)
    assert (caught.value.code, caught.value.field) == ("calendar_name_tells", "calendar_name")


# Put away


def test_in_an_archived_group_no_cycle_begins(atelier: Atelier) -> None:
    commands.archive_group(group=atelier.group, by=atelier.amina)
    with pytest.raises(Refused, match="group_archived"):
        commands.start_cycle(group=atelier.group, by=atelier.amina)
    commands.bring_back_group(group=atelier.group, by=atelier.amina)
    assert commands.start_cycle(group=atelier.group, by=atelier.amina).number == 2


def test_archiving_twice_keeps_the_first_day(atelier: Atelier) -> None:
    commands.archive_group(group=atelier.group, by=atelier.amina)
    first = Group.objects.get(pk=atelier.group.pk).archived_at
    commands.archive_group(group=atelier.group, by=atelier.amina)
    assert Group.objects.get(pk=atelier.group.pk).archived_at == first


@pytest.mark.parametrize("who", ["agnes", "david", "hakim"])
def test_a_group_is_put_away_by_its_facilitators_alone(atelier: Atelier, who: str) -> None:
    for command in (commands.archive_group, commands.bring_back_group):
        with pytest.raises(NotAllowed):
            command(group=atelier.group, by=getattr(atelier, who))


def test_a_group_for_one_session_is_kept_or_forgotten_instead(atelier: Atelier) -> None:
    group = commands.create_passing_group(name="Séance du 3 mars", by=atelier.amina)
    with pytest.raises(NotAllowed):
        commands.archive_group(group=group, by=atelier.amina)
    with pytest.raises(Invalid, match="group_name_there"):
        commands.keep_group(group=group, name="Les mardis", by=atelier.amina)
    commands.edit_group(group=group, name=group.name, calendar_name="Équipe Rive", by=atelier.amina)
    # What it is called in calendars must not become its name inside.
    with pytest.raises(Invalid, match="calendar_name_tells"):
        commands.keep_group(group=group, name="Rive", by=atelier.amina)
    assert commands.keep_group(group=group, name="Les mardis", by=atelier.amina, is_sure=True).name == "Les mardis"


def test_the_organisation_s_page_folds_archived_groups(
    atelier: Atelier, arrive: Arrive, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    http, page = arrive(atelier.amina), url("organisation", atelier.organisation.pk)
    for name in ("A", "B"):
        group = commands.create_group(organisation=atelier.organisation, name=name, by=atelier.amina)
        commands.archive_group(group=group, by=atelier.amina)
    seen = http.get(page)
    assert [one.name for one in seen.context["groups"]] == ["Les mardis"]
    assert [one.name for one in seen.context["archived"]] == ["A", "B"]
    with django_assert_num_queries(1):
        assert [(one.name, one.is_mine) for one in archived_groups(atelier.amina)] == [("B", True), ("A", True)]


# How many


@pytest.mark.parametrize(
    ("members", "told"),
    [
        (0, ""),
        (1, "One person is in the group. From five on, views meet better."),
        (4, "4 people are in the group. From five on, views meet better."),
        (5, ""),
        (10, ""),
        (11, "11 people are in the group. With more than eight, each has little time to speak."),
    ],
)
def test_advice_is_given_where_few_or_many_are_there(members: int, told: str) -> None:
    assert hint(members) == told


def test_the_group_s_page_gives_it_and_a_new_group_reads_it_before(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.amina)
    assert "2 people are in the group." in http.get(atelier.group.get_absolute_url()).content.decode()
    assert "none of whom reports to another" in http.get(url("new_group")).content.decode()
