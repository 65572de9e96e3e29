"""Who may say whether somebody of HR is a member, what is flagged by a like name, and what is shown of it all."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groups import commands
from groups.errors import NotAllowed
from groups.models import SamePerson, User
from groups.pasting import PastedPerson
from groups.queries import hr_among, who_is_who
from tests.names import unnamed

from .conftest import Arrive, Atelier, Neighbour, url
from .people import HAKIM, answer, doubts, reviews, told, type_address


def refused(atelier: Atelier, by: User) -> bool:
    try:
        answer(atelier, is_same=False, by=by)
    except NotAllowed:
        return True
    return False


def administers(atelier: Atelier, user: User) -> None:
    atelier.organisation.roles.create(user=user, role="admin")


WHO: dict[str, tuple[Callable[[Atelier], User], bool]] = {
    "an administrator": (lambda atelier: atelier.agnes, True),
    "the facilitator": (lambda atelier: atelier.amina, False),
    "the deputy": (lambda atelier: atelier.david, False),
    "HR herself": (lambda atelier: atelier.hakim, False),
    "who facilitated": (lambda atelier: formerly(atelier), False),
    "an administrator who is a member": (lambda atelier: belongs(atelier), False),
}


def formerly(atelier: Atelier) -> User:
    atelier.group.facilitators.filter(user=atelier.david).delete()
    commands.remember_facilitated(group=atelier.group, users=[atelier.david])
    return atelier.david


def belongs(atelier: Atelier) -> User:
    """By an address that was taken away again."""
    other = User.objects.create_user("eve@atelier.fr", name="Ève")
    type_address(atelier, other.email, atelier.lea)
    type_address(atelier, "", atelier.lea)
    return other


@pytest.mark.parametrize("who", WHO)
def test_who_may_say_whether_somebody_of_hr_is_a_member(atelier: Atelier, who: str) -> None:
    type_address(atelier, HAKIM)
    one, may = WHO[who]
    user = one(atelier)
    if user != atelier.agnes:
        assert refused(atelier, user)  # as no administrator
        administers(atelier, user)
    assert refused(atelier, user) is not may
    assert reviews(atelier.hakim) is may


def test_another_organisations_administrator_reaches_nothing(
    atelier: Atelier, neighbour: Neighbour, arrive: Arrive
) -> None:
    type_address(atelier, HAKIM)
    sent = {"doubt": SamePerson.objects.get().pk, "answer": "other"}
    http = arrive(neighbour.bruno)
    assert http.post(url("say_who", neighbour.organisation.pk), sent).status_code == 404
    assert http.post(url("say_who", atelier.organisation.pk), sent).status_code == 404
    assert not reviews(atelier.hakim)


# A like name


@pytest.fixture
def named(atelier: Atelier) -> Atelier:
    """A member without an address, of Hakim's name in another order."""
    User.objects.filter(pk=atelier.hakim.pk).update(name="Hakim Benali")
    commands.add_participants(group=atelier.group, people=[PastedPerson("BENALI Hakim")], by=atelier.amina)
    atelier.hakim.refresh_from_db()
    return atelier


def press(http: Client, named: Atelier, answer: str) -> int:
    (one,) = doubts(named)
    sent = {"participant": one.row.participant_id, "user": one.row.user_id, "answer": answer}
    return http.post(url("say_who", named.organisation.pk), sent).status_code


def test_a_like_name_is_flagged_and_closes_nothing(named: Atelier) -> None:
    assert [one.row.ground for one in doubts(named)] == ["name"]
    assert reviews(named.hakim)
    assert (told(named), hr_among(named.group).doubted) == ([], [])


def test_an_administrator_says_that_a_like_name_is_the_person(named: Atelier, arrive: Arrive) -> None:
    assert press(arrive(named.agnes), named, "same") == 302
    assert not reviews(named.hakim)
    assert told(named) == [("Agnès", "answered"), ("Hakim Benali", "same")]
    assert hr_among(named.group).names == ["BENALI Hakim"]


def test_an_administrator_says_that_a_like_name_is_somebody_else(named: Atelier, arrive: Arrive) -> None:
    assert press(arrive(named.agnes), named, "other") == 302
    assert (doubts(named), reviews(named.hakim)) == ([], True)
    assert told(named) == [("Agnès", "answered"), ("Hakim Benali", "other")]


def test_names_that_are_not_alike_and_who_only_knocks_are_nobodys_to_answer(named: Atelier, arrive: Arrive) -> None:
    http, sent = arrive(named.agnes), {"user": named.hakim.pk, "answer": "same"}
    assert http.post(url("say_who", named.organisation.pk), sent | {"participant": named.lea.pk}).status_code == 404
    assert http.post(url("say_who", named.organisation.pk), {"answer": "perhaps"}).status_code == 404
    named.group.participants.filter(name="BENALI Hakim").update(is_knocking=True)
    assert doubts(named) == []


def test_finding_like_names_costs_the_same_however_many_people(named: Atelier) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            who_is_who(named.organisation, named.agnes)
        return len(captured)

    few = cost()
    for name in ("Hakim Benali.", "hakim-benali"):
        about = {"organisation": named.organisation, "by": named.amina, "is_sure": True}
        group = commands.create_group(name=name, **about)
        commands.add_participants(group=group, people=[PastedPerson(name), PastedPerson("Zoé")], by=named.amina)
    assert len(doubts(named)) == 3
    assert cost() == few


# What is shown of it


def test_the_page_tells_an_administrator_who_and_where_and_never_which_member(atelier: Atelier, arrive: Arrive) -> None:
    type_address(atelier, HAKIM)
    page = arrive(atelier.agnes).get(url("organisation", atelier.organisation.pk), headers={"accept-language": "fr"})
    section = unnamed(re.findall(r'<section[^>]*"who-title".*?</section>', page.content.decode(), re.DOTALL)[0])
    assert "Hakim" in section
    assert "Les mardis" in section
    assert "Saisie par Amina" in section
    assert "Karim" not in page.content.decode()
    assert section.count("<button") == 2
    administers(atelier, atelier.hakim)
    own = arrive(atelier.hakim).get(url("organisation", atelier.organisation.pk)).content.decode()
    assert len(re.findall(r'name="answer"', own)) == 0
    assert "who-title" not in arrive(atelier.amina).get(url("organisation", atelier.organisation.pk)).content.decode()


def test_the_group_reads_who_of_hr_may_be_or_is_one_of_it(atelier: Atelier) -> None:
    type_address(atelier, HAKIM)
    assert (hr_among(atelier.group).names, hr_among(atelier.group).doubted) == ([], ["Hakim"])
    answer(atelier, is_same=True)
    assert (hr_among(atelier.group).names, hr_among(atelier.group).doubted) == (["Karim"], [])
    atelier.organisation.roles.create(user=atelier.david, role="hr")
    assert hr_among(atelier.group).names == ["Karim", "David"]
