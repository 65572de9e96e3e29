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

from .conftest import Atelier, Neighbour


def reviewed(user: User) -> list[str]:
    return [group.name for group in Group.objects.reviewed_by(user)]


def test_hr_reviews_the_groups_of_its_own_organisation(atelier: Atelier, neighbour: Neighbour) -> None:
    assert reviewed(atelier.hakim) == ["Les mardis"]


def test_nobody_without_the_role_reviews_anything(atelier: Atelier, neighbour: Neighbour) -> None:
    people = (atelier.agnes, atelier.amina, atelier.david, neighbour.bruno)
    assert [reviewed(one) for one in people] == [[]] * 4
    assert [access.works_for_hr(one) for one in (atelier.hakim, *people)] == [True, *[False] * 4]


@pytest.mark.parametrize("part", ["facilitator", "deputy"])
def test_hr_does_not_review_a_group_that_it_facilitates(atelier: Atelier, part: str) -> None:
    atelier.group.facilitators.create(user=atelier.hakim, role=part)
    assert reviewed(atelier.hakim) == []


def test_hr_reviews_a_group_for_one_session_only_once_it_is_kept(atelier: Atelier) -> None:
    group = commands.create_passing_group(name="Séance du 2 mars", by=atelier.amina)
    assert reviewed(atelier.hakim) == ["Les mardis"]
    commands.keep_group(group=group, name="Les jeudis", by=atelier.amina)
    assert reviewed(atelier.hakim) == ["Les jeudis", "Les mardis"]


def test_a_disabled_account_reviews_nothing(atelier: Atelier) -> None:
    atelier.hakim.is_active = False
    atelier.hakim.save()
    assert reviewed(atelier.hakim) == []


def look(atelier: Atelier) -> AccessLedger:
    commands.record_look(groups=[atelier.group], by=atelier.hakim, what=Shown.GROUP)
    return atelier.group.looks.get()


def test_a_look_says_who_when_and_what(atelier: Atelier) -> None:
    written = look(atelier)
    assert (written.organisation, written.user, written.name) == (atelier.organisation, atelier.hakim, "Hakim")
    assert (written.what, str(written.get_what_display())) == ("group", "la page du groupe")


def test_a_look_outlives_the_account(atelier: Atelier) -> None:
    look(atelier)
    atelier.hakim.delete()
    left = atelier.group.looks.get()
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
def test_a_look_is_neither_changed_nor_taken_away(atelier: Atelier, undo: str) -> None:
    written = look(atelier)
    written.name = "Personne"
    with pytest.raises(AppendOnlyError), transaction.atomic():
        UNDOING[undo](written)
    assert atelier.group.looks.get().name == "Hakim"


def test_the_operator_reads_looks_and_changes_none(atelier: Atelier) -> None:
    written = look(atelier)
    http = Client()
    http.force_login(User.objects.create_superuser("olga@example.org", name="Olga"))
    page = reverse("admin:codev_groups_accessledger_change", args=[written.pk])
    assert "Hakim" in http.get(page).content.decode()
    assert http.post(page, {"name": "Personne"}).status_code == 403
    assert http.post(reverse("admin:codev_groups_accessledger_delete", args=[written.pk])).status_code == 403
    request = RequestFactory().get("/")
    request.user = User.objects.get(name="Olga")
    assert not site.get_model_admin(AccessLedger).has_add_permission(request)
