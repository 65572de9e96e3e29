"""What the verbs of groups do, and what they refuse."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from pytest_django import Settings

from groups import access, commands
from groups.errors import CodevError, Invalid, NotAllowed, Refused
from groups.models import Group, GroupFacilitator, Organisation, OrganisationRole, Participant, User
from groups.pasting import PastedPerson
from tests.groups.conftest import House, Neighbour


def roles_of(user: User, organisation: Organisation) -> set[str]:
    return set(OrganisationRole.objects.filter(user=user, organisation=organisation).values_list("role", flat=True))


def refusal(caught: pytest.ExceptionInfo[CodevError]) -> tuple[str, str]:
    return caught.value.code, getattr(caught.value, "field", "")


@pytest.mark.django_db
def test_an_organisation_starts_with_its_administrator() -> None:
    organisation = commands.create_organisation(name="  Atelier  ", admin_email="Agnes@Atelier.fr", admin_name="Agnès")
    agnes = User.objects.get(email="agnes@atelier.fr")
    assert organisation.name == "Atelier"
    assert roles_of(agnes, organisation) == {"admin"}
    assert not agnes.has_usable_password()


def test_the_first_administrator_may_be_somebody_known(house: House) -> None:
    commands.create_organisation(name="Autre", admin_email="AMINA@atelier.fr", admin_name="A.", roles=["facilitator"])
    assert User.objects.filter(email="amina@atelier.fr").count() == 1
    assert roles_of(house.amina, Organisation.objects.get(name="Autre")) == {"admin", "facilitator"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": "  "}, ("name_missing", "name")),
        ({"name": "n" * 121}, ("name_too_long", "name")),
        ({"admin_email": "agnes"}, ("email_unreadable", "email")),
        ({"admin_name": ""}, ("name_missing", "name")),
        ({"roles": ["king"]}, ("role_unknown", "role")),
    ],
)
def test_a_bad_organisation_leaves_nothing_behind(changes: dict[str, object], expected: tuple[str, str]) -> None:
    good = {"name": "Atelier", "admin_email": "agnes@atelier.fr", "admin_name": "Agnès"}
    with pytest.raises(Invalid) as caught:
        commands.create_organisation(**good | changes)
    assert refusal(caught) == expected
    assert (Organisation.objects.count(), User.objects.count()) == (0, 0)


def test_inviting_gives_a_role_once_and_keeps_the_name(house: House) -> None:
    for _ in range(2):
        commands.invite_person(
            organisation=house.organisation, email=house.amina.email, name="Autre nom", role="hr", by=house.agnes
        )
    house.amina.refresh_from_db()
    assert roles_of(house.amina, house.organisation) == {"facilitator", "hr"}
    assert house.amina.name == "Amina"


@pytest.mark.parametrize("who", ["amina", "david", "hakim"])
def test_only_administrators_invite(house: House, who: str) -> None:
    with pytest.raises(NotAllowed, match="not_an_administrator"):
        commands.invite_person(
            organisation=house.organisation, email="x@y.fr", name="X", role="hr", by=getattr(house, who)
        )


def test_an_administrator_of_another_organisation_does_not_invite(house: House, neighbour: Neighbour) -> None:
    with pytest.raises(NotAllowed):
        commands.invite_person(organisation=house.organisation, email="x@y.fr", name="X", role="hr", by=neighbour.bruno)


def test_a_group_starts_with_charter_cycle_and_facilitator(house: House) -> None:
    with translation.override("en"):
        group = commands.create_group(organisation=house.organisation, name="Les lundis", by=house.amina)
    assert (group.charter.number, group.cycle.number) == (1, 1)
    assert group.charter.text.startswith("Kindness. No judgement. Confidentiality.")
    assert list(group.facilitators.values_list("user__name", "role")) == [("Amina", "facilitator")]
    assert access.may_manage_group(house.amina, group)


def test_an_administrators_group_waits_for_its_facilitator(house: House) -> None:
    group = commands.create_group(organisation=house.organisation, name="Les lundis", by=house.agnes)
    assert not group.facilitators.exists()
    commands.name_facilitator(group=group, email="amina@atelier.fr", role="facilitator", by=house.agnes)
    assert list(Group.objects.driven_by(house.amina)) == [group, house.group]
    with pytest.raises(NotAllowed):
        commands.name_facilitator(group=group, email=house.agnes.email, role="facilitator", by=house.agnes)


def test_an_administrator_helps_a_group_whose_facilitator_is_disabled(house: House) -> None:
    User.objects.filter(pk=house.amina.pk).update(is_active=False)
    commands.name_facilitator(group=house.group, email="david@atelier.fr", role="facilitator", by=house.agnes)
    assert house.group.facilitators.get(user=house.david).role == "facilitator"


def test_hr_makes_no_group(house: House, neighbour: Neighbour) -> None:
    for who in (house.hakim, neighbour.bruno):
        with pytest.raises(NotAllowed):
            commands.create_group(organisation=house.organisation, name="Les lundis", by=who)


def test_naming_again_changes_the_part(house: House) -> None:
    commands.name_facilitator(group=house.group, email=" David@atelier.fr ", role="facilitator", by=house.amina)
    assert list(house.group.facilitators.filter(user=house.david).values_list("role", flat=True)) == ["facilitator"]


@pytest.mark.parametrize(
    ("email", "role", "expected"),
    [
        ("bruno@voisins.fr", "deputy", ("person_unknown", "email")),
        ("nobody@atelier.fr", "deputy", ("person_unknown", "email")),
        ("hakim@atelier.fr", "hr", ("role_unknown", "role")),
    ],
)
def test_only_the_organisations_people_are_named(
    house: House, neighbour: Neighbour, email: str, role: str, expected: tuple[str, str]
) -> None:
    with pytest.raises(Invalid) as caught:
        commands.name_facilitator(group=house.group, email=email, role=role, by=house.amina)
    assert refusal(caught) == expected


@pytest.mark.parametrize("who", ["agnes", "david", "hakim"])
def test_only_the_facilitator_names_others(house: House, who: str) -> None:
    with pytest.raises(NotAllowed):
        commands.name_facilitator(group=house.group, email="hakim@atelier.fr", role="deputy", by=getattr(house, who))


def test_cycles_follow_each_other(house: House) -> None:
    cycle = commands.start_cycle(
        group=house.group, by=house.david, starts_on=date(2027, 1, 5), ends_on=date(2027, 6, 1)
    )
    assert (cycle.number, house.group.cycle) == (2, cycle)
    with pytest.raises(Invalid, match="ends_before_it_starts"):
        commands.start_cycle(group=house.group, by=house.amina, starts_on=date(2027, 1, 5), ends_on=date(2027, 1, 4))
    with pytest.raises(NotAllowed):
        commands.start_cycle(group=house.group, by=house.agnes)


def test_people_join_in_their_order_after_those_there(house: House) -> None:
    commands.remove_participant(participant=house.lea, by=house.amina)
    commands.add_participants(group=house.group, people=[PastedPerson("Zed"), PastedPerson("Ana")], by=house.david)
    assert [(one.name, one.position) for one in house.group.participants.current()] == [
        ("Karim", 1),
        ("Zed", 3),
        ("Ana", 4),
    ]


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ([PastedPerson("Omar"), PastedPerson("KARIM")], "name_taken"),
        ([PastedPerson("Omar"), PastedPerson("Ömar", "karim@exemple.fr")], "email_taken"),
        ([PastedPerson("Omar"), PastedPerson("omar")], "name_taken"),
        ([PastedPerson("Omar"), PastedPerson("")], "name_missing"),
    ],
)
def test_a_list_with_a_fault_adds_nobody(house: House, people: list[PastedPerson], code: str) -> None:
    with pytest.raises(Invalid) as caught:
        commands.add_participants(group=house.group, people=people, by=house.amina)
    assert refusal(caught) == (code, "people")
    assert house.group.participants.count() == 2


def test_a_group_has_a_largest_size(house: House, settings: Settings) -> None:
    settings.CODEV_PARTICIPANTS_MAX = 3
    commands.add_participants(group=house.group, people=[PastedPerson("Omar")], by=house.amina)
    with pytest.raises(Invalid, match="too_many_participants"):
        commands.add_participants(group=house.group, people=[PastedPerson("Ana")], by=house.amina)


def test_the_database_too_refuses_a_name_twice(house: House) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.create(group=house.group, name="kARIM", position=9)


def test_somebody_who_left_leaves_the_name_free(house: House) -> None:
    commands.remove_participant(participant=house.karim, by=house.amina)
    (again,) = commands.add_participants(
        group=house.group, people=[PastedPerson("Karim", "karim@exemple.fr")], by=house.amina
    )
    assert again.pk != house.karim.pk


def test_renaming_corrects_name_and_address(house: House) -> None:
    commands.rename_participant(participant=house.lea, name=" Léa  M. ", email="Lea@Exemple.fr", by=house.david)
    house.lea.refresh_from_db()
    assert (house.lea.name, house.lea.email) == ("Léa M.", "lea@exemple.fr")


def test_one_may_keep_ones_own_name_but_not_take_anothers(house: House) -> None:
    commands.rename_participant(participant=house.lea, name="léa", email="", by=house.amina)
    with pytest.raises(Invalid, match="name_taken"):
        commands.rename_participant(participant=house.lea, name="karim", email="", by=house.amina)


def test_who_left_is_not_renamed(house: House) -> None:
    commands.remove_participant(participant=house.lea, by=house.amina)
    with pytest.raises(Refused, match="participant_removed"):
        commands.rename_participant(participant=house.lea, name="L.", email="", by=house.amina)


@pytest.mark.parametrize("who", ["agnes", "hakim"])
def test_only_facilitators_touch_members(house: House, who: str) -> None:
    by = getattr(house, who)
    for attempt in (
        lambda: commands.add_participants(group=house.group, people=[PastedPerson("Omar")], by=by),
        lambda: commands.rename_participant(participant=house.lea, name="L.", email="", by=by),
        lambda: commands.remove_participant(participant=house.lea, by=by),
        lambda: commands.make_link(participant=house.lea, by=by),
        lambda: commands.revise_charter(group=house.group, text="Parlons peu", by=by),
    ):
        with pytest.raises(NotAllowed, match="not_a_facilitator"):
            attempt()


def test_groups_are_driven_by_their_facilitators_alone(house: House, neighbour: Neighbour) -> None:
    assert list(Group.objects.driven_by(house.amina)) == [house.group]
    assert list(Group.objects.driven_by(house.david)) == [house.group]
    assert list(Group.objects.driven_by(house.agnes)) == []
    assert list(Group.objects.known_to(house.agnes)) == [house.group]
    assert list(Group.objects.known_to(house.hakim)) == []
    assert GroupFacilitator.objects.count() == 3
