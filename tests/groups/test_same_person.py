"""Whose a group is: HR never reads her own, and nobody shuts her out unseen (decision 045)."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from groups import commands
from groups.errors import NotAllowed
from groups.ledger import faults
from groups.models import FingerprintKey, Group, Participant, SamePerson, TypedAddress, User
from groups.models.fingerprints import fingerprint_of
from groups.pasting import PastedPerson
from groups.queries import Doubt, hr_among, who_is_who
from tests.names import unnamed

from .conftest import Arrive, Atelier, Neighbour, make_link, url

HAKIM = "hakim@atelier.fr"


def reviews(user: User) -> bool:
    return Group.objects.reviewed_by(user).exists()


def type_address(atelier: Atelier, email: str, member: Participant | None = None) -> None:
    member = member or atelier.karim
    commands.rename_participant(participant=member, name=member.name, email=email, by=atelier.amina)


def told(atelier: Atelier) -> list[tuple[str, str]]:
    assert [*faults(atelier.organisation.pk)] == []
    return [(line.name, line.what) for line in atelier.group.looks.order_by("number")]


def doubts(atelier: Atelier, by: User | None = None) -> list[Doubt]:
    return [one for one in who_is_who(atelier.organisation, by or atelier.agnes) if one.row.answer == "open"]


def answer(atelier: Atelier, is_same: bool, by: User | None = None) -> None:
    for one in doubts(atelier):
        commands.say_who(doubt=one.row, is_same=is_same, by=by or atelier.agnes)


def prove(user: User, address: str) -> None:
    """As allauth does once a mailed code came back."""
    EmailAddress.objects.create(user=user, email=address).set_verified()


def change_address(user: User, address: str) -> None:
    """On the account's own pages: the new one is proved and made the first, the old one's row deleted."""
    prove(user, address)
    EmailAddress.objects.get(email=address).set_as_primary()
    EmailAddress.objects.filter(user=user).exclude(email=address).delete()
    user.refresh_from_db()
    assert user.email == address


# What HR would do to read the group that she belongs to


def test_hr_who_changes_her_address_does_not_read_her_own_group(atelier: Atelier) -> None:
    type_address(atelier, HAKIM)
    change_address(atelier.hakim, "h.b@ailleurs.fr")
    assert not reviews(atelier.hakim)


def test_an_address_that_was_changed_before_is_known_when_it_is_typed(atelier: Atelier) -> None:
    change_address(atelier.hakim, "h.b@ailleurs.fr")
    assert reviews(atelier.hakim)
    type_address(atelier, HAKIM)
    assert not reviews(atelier.hakim)


def test_an_address_of_a_member_that_is_proved_later_closes_the_group(atelier: Atelier) -> None:
    assert reviews(atelier.hakim)
    prove(atelier.hakim, "karim@exemple.fr")
    assert not reviews(atelier.hakim)
    assert told(atelier) == [("Amina", "typed"), ("Hakim", "doubted")]


def test_an_address_that_a_member_had_once_counts(atelier: Atelier) -> None:
    type_address(atelier, "")
    prove(atelier.hakim, "karim@exemple.fr")
    assert not reviews(atelier.hakim)


def test_an_address_that_is_only_asked_for_proves_nothing(atelier: Atelier) -> None:
    EmailAddress.objects.create(user=atelier.hakim, email="karim@exemple.fr")
    assert reviews(atelier.hakim)


@pytest.mark.parametrize("typed", ["HAKIM@Atelier.FR", "hakim+codev@atelier.fr", "ｈａｋｉｍ@atelier.fr"])
def test_every_way_to_write_one_mailbox_is_one_address(atelier: Atelier, typed: str) -> None:
    assert fingerprint_of(typed) == fingerprint_of(HAKIM)
    type_address(atelier, typed)
    assert not reviews(atelier.hakim)


def test_composed_letters_and_domains_in_ascii_are_one_address() -> None:
    ways = ("Léa@exämple.fr", "le\u0301a@exa\u0308mple.fr", "LÉA@xn--exmple-cua.fr")
    assert len({fingerprint_of(one) for one in ways}) == 1
    assert fingerprint_of("lea@exämple.fr") != fingerprint_of(ways[0])


def test_a_removed_member_still_belonged_to_the_group(atelier: Atelier) -> None:
    type_address(atelier, HAKIM)
    commands.remove_participant(participant=atelier.karim, by=atelier.amina)
    assert not reviews(atelier.hakim)


def test_erasing_her_own_data_opens_nothing_and_leaves_no_tie_to_the_row(atelier: Atelier) -> None:
    type_address(atelier, HAKIM)
    answer(atelier, is_same=True)
    commands.erase_person(participant=atelier.karim)
    assert not reviews(atelier.hakim)
    assert (SamePerson.objects.get().participant, SamePerson.objects.get().fingerprint) == (None, "")
    assert not TypedAddress.objects.filter(participant=atelier.karim).exists()


def test_a_role_that_is_given_later_finds_the_member(atelier: Atelier, neighbour: Neighbour) -> None:
    type_address(atelier, neighbour.bruno.email)
    assert told(atelier) == []
    commands.invite_person(
        organisation=atelier.organisation, email=neighbour.bruno.email, name="Bruno", role="hr", by=atelier.agnes
    )
    assert not reviews(neighbour.bruno)
    assert told(atelier) == [("Amina", "typed"), ("Bruno", "doubted")]


def test_who_facilitated_the_group_does_not_read_it_for_hr(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(User.objects.create_superuser("op@host.fr", name="Op"))
    there = list(atelier.group.facilitators.order_by("pk"))
    sent: dict[str, Any] = {"name": "Les mardis", "facilitators-TOTAL_FORMS": 2, "facilitators-INITIAL_FORMS": 2}
    for place, one in enumerate(there):
        sent |= {f"facilitators-{place}-{name}": getattr(one, name) for name in ("id", "group_id", "user_id", "role")}
    sent |= {
        f"facilitators-{place}-{name}": sent[f"facilitators-{place}-{name}_id"]
        for place in (0, 1)
        for name in ("group", "user")
    }
    sent["facilitators-1-DELETE"] = "on"
    assert http.post(reverse("admin:codev_groups_group_change", args=[atelier.group.pk]), sent).status_code == 302
    assert atelier.group.facilitators.count() == 1
    commands.invite_person(
        organisation=atelier.organisation, email=atelier.david.email, name="David", role="hr", by=atelier.agnes
    )
    assert not reviews(atelier.david)
    assert told(atelier)[-1] == ("David", "same")
    assert reviews(atelier.hakim)


# The browser that acts for a member


def test_who_takes_a_personal_link_while_signed_in_is_that_member(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.hakim)
    link = reverse("groups:join", args=[make_link(atelier.lea)])
    for _ in range(2):
        assert http.post(link).status_code == 302
    assert not reviews(atelier.hakim)
    assert told(atelier) == [("Hakim", "same")]
    assert hr_among(atelier.group).names == ["Léa"]


def test_who_signs_in_where_a_member_sat_may_be_that_member(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.lea)
    http.force_login(atelier.hakim)
    assert not reviews(atelier.hakim)
    assert told(atelier) == [("Hakim", "doubted")]
    answer(atelier, is_same=False)
    http.force_login(atelier.hakim)
    assert reviews(atelier.hakim)


def test_who_facilitates_tries_links_and_is_nobody_by_that(atelier: Atelier, arrive: Arrive) -> None:
    arrive(atelier.amina).post(reverse("groups:join", args=[make_link(atelier.lea)]))
    assert not SamePerson.objects.exists()


def test_in_a_demonstration_one_browser_is_everybody(atelier: Atelier, arrive: Arrive) -> None:
    atelier.organisation.is_demo = True
    atelier.organisation.save()
    arrive(atelier.lea).force_login(atelier.hakim)
    assert reviews(atelier.hakim)


def test_who_facilitates_and_takes_part_stays_the_same_member_under_another_address(atelier: Atelier) -> None:
    seat = commands.take_part(group=atelier.group, by=atelier.amina, label="")
    change_address(atelier.amina, "amina@ailleurs.fr")
    assert commands.take_part(group=atelier.group, by=atelier.amina, label="").participant == seat.participant


# What a facilitator would do to keep HR out


def test_a_facilitator_who_gives_hrs_address_and_takes_it_away_raises_a_doubt_that_is_named(atelier: Atelier) -> None:
    type_address(atelier, HAKIM)
    commands.remove_participant(participant=atelier.karim, by=atelier.amina)
    assert not reviews(atelier.hakim)
    (one,) = doubts(atelier)
    assert (one.typed.typed_by, one.may_answer) == (atelier.amina, True)
    answer(atelier, is_same=False)
    assert reviews(atelier.hakim)
    assert told(atelier) == [("Amina", "typed"), ("Hakim", "doubted"), ("Agnès", "answered"), ("Hakim", "other")]
    # Typed for another member it is another doubt, with another line; for the same one it was answered.
    type_address(atelier, HAKIM, atelier.lea)
    assert not reviews(atelier.hakim)
    assert told(atelier)[4:] == [("Amina", "typed"), ("Hakim", "doubted")]


def test_a_doubt_that_was_answered_is_answered_otherwise(atelier: Atelier) -> None:
    type_address(atelier, HAKIM)
    answer(atelier, is_same=False)
    (row,) = SamePerson.objects.all()
    for _ in range(2):
        commands.say_who(doubt=row, is_same=True, by=atelier.agnes)
    assert not reviews(atelier.hakim)
    assert told(atelier)[4:] == [("Agnès", "answered"), ("Hakim", "same")]


def test_a_new_proof_about_the_same_member_is_a_new_doubt(atelier: Atelier) -> None:
    type_address(atelier, HAKIM)
    answer(atelier, is_same=False)
    prove(atelier.hakim, "karim@exemple.fr")
    assert not reviews(atelier.hakim)
    assert len(doubts(atelier)) == 1


def test_an_address_that_two_accounts_proved_is_a_doubt_about_each(atelier: Atelier) -> None:
    other = commands.invite_person(
        organisation=atelier.organisation, email="nadia@atelier.fr", name="Nadia", role="hr", by=atelier.agnes
    )
    type_address(atelier, HAKIM)
    change_address(atelier.hakim, "h.b@ailleurs.fr")
    assert reviews(other)
    prove(other, HAKIM)
    assert not reviews(other)
    for one in doubts(atelier):
        commands.say_who(doubt=one.row, is_same=one.row.user == atelier.hakim, by=atelier.agnes)
    assert (reviews(atelier.hakim), reviews(other)) == (False, True)


def test_hr_of_another_organisation_is_in_no_doubt(atelier: Atelier, neighbour: Neighbour) -> None:
    commands.rename_participant(participant=neighbour.zoe, name="Zoé", email=HAKIM, by=neighbour.bruno)
    assert reviews(atelier.hakim)
    assert not SamePerson.objects.exists()


# Who may say


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
}


def formerly(atelier: Atelier) -> User:
    atelier.group.facilitators.filter(user=atelier.david).delete()
    commands.remember_facilitated(group=atelier.group, users=[atelier.david])
    return atelier.david


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
    named.group.participants.get(name="BENALI Hakim").seats.create(is_newcomer=True)
    assert doubts(named) == []


def test_finding_like_names_costs_the_same_however_many_people(named: Atelier) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            who_is_who(named.organisation, named.agnes)
        return len(captured)

    few = cost()
    for name in ("Hakim Benali.", "hakim-benali"):
        group = commands.create_group(organisation=named.organisation, name=name, by=named.amina)
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


# How addresses come to be known


def test_the_operator_who_changes_an_address_leaves_the_old_one_known(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(User.objects.create_superuser("op@host.fr", name="Op"))
    page = reverse("admin:codev_groups_user_change", args=[atelier.hakim.pk])
    sent = {"email": "karim@exemple.fr", "name": "Hakim", "is_active": "on"}
    assert http.post(page, sent).status_code == 302
    assert not reviews(atelier.hakim)
    answer(atelier, is_same=False)
    type_address(atelier, HAKIM, atelier.lea)
    assert not reviews(atelier.hakim)


def test_the_operator_who_gives_hrs_role_has_the_members_looked_through(atelier: Atelier, arrive: Arrive) -> None:
    type_address(atelier, atelier.agnes.email)
    http = arrive(User.objects.create_superuser("op@host.fr", name="Op"))
    sent: dict[str, Any] = {"name": "Atelier", "retention_days": 120, "support": ""}
    sent |= {"roles-TOTAL_FORMS": 1, "roles-INITIAL_FORMS": 0, "roles-0-organisation": atelier.organisation.pk}
    sent |= {"roles-0-user": atelier.agnes.pk, "roles-0-role": "hr"}
    page = reverse("admin:codev_groups_organisation_change", args=[atelier.organisation.pk])
    assert http.post(page, sent).status_code == 302
    assert not reviews(atelier.agnes)


def test_new_keys_lose_no_address(atelier: Atelier, settings: Settings) -> None:
    old = settings.CODEV_CONTENT_KEYS
    settings.CODEV_CONTENT_KEYS = [Fernet.generate_key().decode(), *old]
    assert "fingerprints" in call(atelier)
    settings.CODEV_CONTENT_KEYS = settings.CODEV_CONTENT_KEYS[:1]
    assert "fingerprints" in call(atelier)
    type_address(atelier, HAKIM)
    assert not reviews(atelier.hakim)
    assert FingerprintKey.objects.count() == 1


def test_where_all_keys_are_lost_signing_in_goes_on(atelier: Atelier, settings: Settings) -> None:
    settings.CODEV_CONTENT_KEYS = [Fernet.generate_key().decode()]
    prove(atelier.hakim, "h.b@ailleurs.fr")
    type_address(atelier, "h.b@ailleurs.fr")
    assert not reviews(atelier.hakim)


def call(atelier: Atelier) -> str:
    out = StringIO()
    call_command("rotate_content_keys", stdout=out)
    return out.getvalue()


def test_what_is_kept_holds_no_address(atelier: Atelier) -> None:
    type_address(atelier, HAKIM)
    kept = [*TypedAddress.objects.values_list(), *atelier.hakim.proven_addresses.values_list()]
    assert "atelier" not in repr(kept)
    assert FingerprintKey.objects.get().opened.hex() not in FingerprintKey.objects.get().sealed
