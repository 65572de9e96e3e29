"""The access ledger: who reviews a group, what a look leaves behind, and that nothing takes it away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.admin import site
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from groups import access, commands
from groups.models import AccessLedger, AppendOnlyError, Group, Shown, User
from groups.queries import hr_among

from .conftest import House, Neighbour


def reviewed(user: User) -> list[str]:
    return [group.name for group in Group.objects.reviewed_by(user)]


def test_hr_reviews_the_groups_of_its_own_organisation(house: House, neighbour: Neighbour) -> None:
    assert reviewed(house.hakim) == ["Les mardis"]


def test_nobody_without_the_role_reviews_anything(house: House, neighbour: Neighbour) -> None:
    people = (house.agnes, house.amina, house.david, neighbour.bruno)
    assert [reviewed(one) for one in people] == [[]] * 4
    assert [access.works_for_hr(one) for one in (house.hakim, *people)] == [True, *[False] * 4]


@pytest.mark.parametrize("part", ["facilitator", "deputy"])
def test_hr_does_not_review_a_group_that_it_facilitates(house: House, part: str) -> None:
    house.group.facilitators.create(user=house.hakim, role=part)
    assert reviewed(house.hakim) == []


@pytest.mark.parametrize("email", ["hakim@atelier.fr", "HAKIM@Atelier.FR"])
@pytest.mark.parametrize("is_removed", [False, True])
def test_hr_does_not_review_a_group_that_it_belongs_or_belonged_to(house: House, email: str, is_removed: bool) -> None:
    house.karim.email = email
    house.karim.save()
    if is_removed:
        commands.remove_participant(participant=house.karim, by=house.amina)
    assert reviewed(house.hakim) == []


def test_hr_reviews_a_group_for_one_session_only_once_it_is_kept(house: House) -> None:
    group = commands.create_passing_group(name="Séance du 2 mars", by=house.amina)
    assert reviewed(house.hakim) == ["Les mardis"]
    commands.keep_group(group=group, name="Les jeudis", by=house.amina)
    assert reviewed(house.hakim) == ["Les jeudis", "Les mardis"]


def test_a_disabled_account_reviews_nothing(house: House) -> None:
    house.hakim.is_active = False
    house.hakim.save()
    assert reviewed(house.hakim) == []


def look(house: House) -> AccessLedger:
    commands.record_look(groups=[house.group], by=house.hakim, what=Shown.GROUP)
    return house.group.looks.get()


def test_a_look_says_who_when_and_what(house: House) -> None:
    written = look(house)
    assert (written.organisation, written.user, written.name) == (house.organisation, house.hakim, "Hakim")
    assert (written.what, str(written.get_what_display())) == ("group", "la page du groupe")


def test_a_look_outlives_the_account(house: House) -> None:
    look(house)
    house.hakim.delete()
    left = house.group.looks.get()
    assert (left.user, left.name) == (None, "Hakim")


UNDOING: dict[str, Callable[[AccessLedger], object]] = {
    "saved again": lambda written: written.save(),
    "deleted": lambda written: written.delete(),
    "updated": lambda written: AccessLedger.objects.filter(pk=written.pk).update(name="Personne"),
    "updated by the group": lambda written: written.group.looks.update(name="Personne"),
    "deleted together": lambda written: AccessLedger.objects.all().delete(),
    "updated together": lambda written: AccessLedger.objects.bulk_update([written], ["name"]),
}


@pytest.mark.parametrize("undo", UNDOING)
def test_a_look_is_neither_changed_nor_taken_away(house: House, undo: str) -> None:
    written = look(house)
    written.name = "Personne"
    with pytest.raises(AppendOnlyError), transaction.atomic():
        UNDOING[undo](written)
    assert house.group.looks.get().name == "Hakim"


def test_the_operator_reads_looks_and_changes_none(house: House) -> None:
    written = look(house)
    http = Client()
    http.force_login(User.objects.create_superuser("olga@example.org", name="Olga"))
    page = reverse("admin:codev_groups_accessledger_change", args=[written.pk])
    assert "Hakim" in http.get(page).content.decode()
    assert http.post(page, {"name": "Personne"}).status_code == 403
    assert http.post(reverse("admin:codev_groups_accessledger_delete", args=[written.pk])).status_code == 403
    request = RequestFactory().get("/")
    request.user = User.objects.get(name="Olga")
    assert not site.get_model_admin(AccessLedger).has_add_permission(request)


def test_who_in_the_group_works_for_hr(house: House, neighbour: Neighbour) -> None:
    assert hr_among(house.group) == []
    house.karim.email = "Hakim@atelier.fr"
    house.karim.save()
    neighbour.zoe.email = "hakim@atelier.fr"
    neighbour.zoe.save()
    house.organisation.roles.create(user=house.david, role="hr")
    assert hr_among(house.group) == ["Karim", "David"]
    assert hr_among(neighbour.group) == []
