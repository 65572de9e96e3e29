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
from tests.groups.conftest import Atelier, Neighbour


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


def test_the_first_administrator_may_be_somebody_known(atelier: Atelier) -> None:
    commands.create_organisation(name="Autre", admin_email="AMINA@atelier.fr", admin_name="A.", roles=["facilitator"])
    assert User.objects.filter(email="amina@atelier.fr").count() == 1
    assert roles_of(atelier.amina, Organisation.objects.get(name="Autre")) == {"admin", "facilitator"}


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


def test_inviting_gives_a_role_once_and_keeps_the_name(atelier: Atelier) -> None:
    for _ in range(2):
        commands.invite_person(
            organisation=atelier.organisation, email=atelier.amina.email, name="Autre nom", role="hr", by=atelier.agnes
        )
    atelier.amina.refresh_from_db()
    assert roles_of(atelier.amina, atelier.organisation) == {"facilitator", "hr"}
    assert atelier.amina.name == "Amina"


@pytest.mark.parametrize("who", ["amina", "david", "hakim"])
def test_only_administrators_invite(atelier: Atelier, who: str) -> None:
    with pytest.raises(NotAllowed, match="not_an_administrator"):
        commands.invite_person(
            organisation=atelier.organisation, email="x@y.fr", name="X", role="hr", by=getattr(atelier, who)
        )


def test_an_administrator_of_another_organisation_does_not_invite(atelier: Atelier, neighbour: Neighbour) -> None:
    with pytest.raises(NotAllowed):
        commands.invite_person(
            organisation=atelier.organisation, email="x@y.fr", name="X", role="hr", by=neighbour.bruno
        )


def test_a_group_starts_with_charter_cycle_and_facilitator(atelier: Atelier) -> None:
    with translation.override("en"):
        group = commands.create_group(organisation=atelier.organisation, name="Les lundis", by=atelier.amina)
    assert (group.charter.number, group.cycle.number) == (1, 1)
    assert group.charter.text.startswith("Kindness. No judgement. Confidentiality.")
    assert list(group.facilitators.values_list("user__name", "role")) == [("Amina", "facilitator")]
    assert access.may_manage_group(atelier.amina, group)


def test_an_administrators_group_waits_for_its_facilitator(atelier: Atelier) -> None:
    group = commands.create_group(organisation=atelier.organisation, name="Les lundis", by=atelier.agnes)
    assert not group.facilitators.exists()
    commands.name_facilitator(group=group, email="amina@atelier.fr", role="facilitator", by=atelier.agnes)
    assert list(Group.objects.driven_by(atelier.amina)) == [group, atelier.group]
    with pytest.raises(NotAllowed):
        commands.name_facilitator(group=group, email=atelier.agnes.email, role="facilitator", by=atelier.agnes)


def test_an_administrator_helps_a_group_whose_facilitator_is_disabled(atelier: Atelier) -> None:
    User.objects.filter(pk=atelier.amina.pk).update(is_active=False)
    commands.change_part(group=atelier.group, user_id=atelier.david.pk, role="facilitator", by=atelier.agnes)
    assert atelier.group.facilitators.get(user=atelier.david).role == "facilitator"


def test_hr_makes_no_group(atelier: Atelier, neighbour: Neighbour) -> None:
    for who in (atelier.hakim, neighbour.bruno):
        with pytest.raises(NotAllowed):
            commands.create_group(organisation=atelier.organisation, name="Les lundis", by=who)


@pytest.mark.parametrize(
    ("email", "role", "expected"),
    [
        ("bruno@voisins.fr", "deputy", ("person_unknown", "email")),
        ("nobody@atelier.fr", "deputy", ("person_unknown", "email")),
        ("hakim@atelier.fr", "hr", ("role_unknown", "role")),
    ],
)
def test_only_the_organisations_people_are_named(
    atelier: Atelier, neighbour: Neighbour, email: str, role: str, expected: tuple[str, str]
) -> None:
    with pytest.raises(Invalid) as caught:
        commands.name_facilitator(group=atelier.group, email=email, role=role, by=atelier.amina)
    assert refusal(caught) == expected


@pytest.mark.parametrize("who", ["agnes", "david", "hakim"])
def test_only_the_facilitator_names_others(atelier: Atelier, who: str) -> None:
    with pytest.raises(NotAllowed):
        commands.name_facilitator(
            group=atelier.group, email="hakim@atelier.fr", role="deputy", by=getattr(atelier, who)
        )


def test_cycles_follow_each_other(atelier: Atelier) -> None:
    cycle = commands.start_cycle(
        group=atelier.group, by=atelier.david, starts_on=date(2027, 1, 5), ends_on=date(2027, 6, 1)
    )
    assert (cycle.number, atelier.group.cycle) == (2, cycle)
    with pytest.raises(Invalid, match="ends_before_it_starts"):
        commands.start_cycle(
            group=atelier.group, by=atelier.amina, starts_on=date(2027, 1, 5), ends_on=date(2027, 1, 4)
        )
    with pytest.raises(NotAllowed):
        commands.start_cycle(group=atelier.group, by=atelier.agnes)


def test_people_join_in_their_order_after_those_there(atelier: Atelier) -> None:
    commands.remove_participant(participant=atelier.lea, by=atelier.amina)
    commands.add_participants(group=atelier.group, people=[PastedPerson("Zed"), PastedPerson("Ana")], by=atelier.david)
    assert [(one.name, one.position) for one in atelier.group.participants.current()] == [
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
def test_a_list_with_a_fault_adds_nobody(atelier: Atelier, people: list[PastedPerson], code: str) -> None:
    with pytest.raises(Invalid) as caught:
        commands.add_participants(group=atelier.group, people=people, by=atelier.amina)
    assert refusal(caught) == (code, "people")
    assert atelier.group.participants.count() == 2


def test_a_group_has_a_largest_size(atelier: Atelier, settings: Settings) -> None:
    settings.CODEV_PARTICIPANTS_MAX = 3
    commands.add_participants(group=atelier.group, people=[PastedPerson("Omar")], by=atelier.amina)
    with pytest.raises(Invalid, match="too_many_participants"):
        commands.add_participants(group=atelier.group, people=[PastedPerson("Ana")], by=atelier.amina)


def test_the_database_too_refuses_a_name_twice(atelier: Atelier) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.create(group=atelier.group, name="kARIM", position=9)


def test_somebody_who_left_leaves_the_name_free(atelier: Atelier) -> None:
    commands.remove_participant(participant=atelier.karim, by=atelier.amina)
    (again,) = commands.add_participants(
        group=atelier.group, people=[PastedPerson("Karim", "karim@exemple.fr")], by=atelier.amina
    )
    assert again.pk != atelier.karim.pk


def test_renaming_corrects_name_and_address(atelier: Atelier) -> None:
    commands.rename_participant(participant=atelier.lea, name=" Léa  M. ", email="Lea@Exemple.fr", by=atelier.david)
    atelier.lea.refresh_from_db()
    assert (atelier.lea.name, atelier.lea.email) == ("Léa M.", "lea@exemple.fr")


def test_one_may_keep_ones_own_name_but_not_take_anothers(atelier: Atelier) -> None:
    commands.rename_participant(participant=atelier.lea, name="léa", email="", by=atelier.amina)
    with pytest.raises(Invalid, match="name_taken"):
        commands.rename_participant(participant=atelier.lea, name="karim", email="", by=atelier.amina)


def test_who_left_is_not_renamed(atelier: Atelier) -> None:
    commands.remove_participant(participant=atelier.lea, by=atelier.amina)
    with pytest.raises(Refused, match="participant_removed"):
        commands.rename_participant(participant=atelier.lea, name="L.", email="", by=atelier.amina)


@pytest.mark.parametrize("who", ["agnes", "hakim"])
def test_only_facilitators_touch_members(atelier: Atelier, who: str) -> None:
    by = getattr(atelier, who)
    for attempt in (
        lambda: commands.add_participants(group=atelier.group, people=[PastedPerson("Omar")], by=by),
        lambda: commands.rename_participant(participant=atelier.lea, name="L.", email="", by=by),
        lambda: commands.remove_participant(participant=atelier.lea, by=by),
        lambda: commands.make_link(participant=atelier.lea, by=by),
        lambda: commands.revise_charter(group=atelier.group, text="Parlons peu", by=by),
    ):
        with pytest.raises(NotAllowed, match="not_a_facilitator"):
            attempt()


def test_groups_are_driven_by_their_facilitators_alone(atelier: Atelier, neighbour: Neighbour) -> None:
    assert list(Group.objects.driven_by(atelier.amina)) == [atelier.group]
    assert list(Group.objects.driven_by(atelier.david)) == [atelier.group]
    assert list(Group.objects.driven_by(atelier.agnes)) == []
    assert list(Group.objects.known_to(atelier.agnes)) == [atelier.group]
    assert list(Group.objects.known_to(atelier.hakim)) == []
    assert GroupFacilitator.objects.count() == 3
