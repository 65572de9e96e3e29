"""Whose a group is: HR never reads her own, and nobody shuts her out unseen (decision 045)."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from groups import commands
from groups.models import SamePerson, TypedAddress, User
from groups.models.fingerprints import fingerprint_of
from groups.queries import hr_among

from .conftest import Arrive, Atelier, Neighbour, make_link
from .people import HAKIM, answer, change_address, doubts, prove, reviews, told, type_address

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


@pytest.mark.parametrize("typed", ["HAKIM@Atelier.FR", "hakim+codev@atelier.fr", "HakiM+@ATELIER.fr"])
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
