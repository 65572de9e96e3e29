"""Parts that are changed and taken away, not of who runs a session; groups that are put away, with nothing to come."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups import commands as groups_commands
from groups.errors import NotAllowed, NotFound, Refused
from groups.models import Group, GroupFacilitator, SamePerson
from sessions import commands
from sessions.commands import moving
from sessions.models import Session
from tests.sessions.cast.evening import Evening, gather, plan


@pytest.fixture
def evening(db: None) -> Evening:
    return gather()


def parts(evening: Evening) -> dict[str, str]:
    return dict(GroupFacilitator.objects.filter(group=evening.group).values_list("user__name", "role"))


def path(evening: Evening, name: str, who: str) -> str:
    return reverse(f"sessions:{name}", args=[evening.group.pk, evening.users[who].pk])


def test_a_part_is_changed_and_taken_away(evening: Evening) -> None:
    http = evening.browser("claire")
    assert parts(evening) == {"Claire": "facilitator", "Colin": "facilitator", "David": "deputy"}
    assert http.post(path(evening, "change_part", "colin"), {"role": "deputy"}).status_code == 302
    assert http.post(path(evening, "remove_facilitator", "david")).status_code == 302
    assert parts(evening) == {"Claire": "facilitator", "Colin": "deputy"}
    # A second press finds nobody, and the group stays David's own for whatever he does for HR.
    assert http.post(path(evening, "remove_facilitator", "david")).status_code == 404
    assert Group.objects.own_of(evening.users["david"]).filter(pk=evening.group.pk).exists()
    assert SamePerson.objects.filter(user=evening.users["david"], ground="role").count() == 1


@pytest.mark.parametrize("role", ["", "hr", "chief"])
def test_there_are_two_parts(evening: Evening, role: str) -> None:
    answer = evening.browser("claire").post(path(evening, "change_part", "colin"), {"role": role})
    assert (answer.status_code, parts(evening)["Colin"]) == (404, "facilitator")


def test_nobody_of_a_number_beyond_all_numbers(evening: Evening) -> None:
    facilitator, admin = evening.browser("claire"), evening.browser("agnes")
    for beyond in (10**17, 10**18, 10**30):
        for name in ("part", "remove"):
            page = f"/groups/{evening.group.pk}/facilitators/{beyond}/{name}/"
            assert facilitator.post(page, {"role": "deputy"}).status_code == 404
        page = f"/organisations/{evening.group.organisation_id}/people/{beyond}/second-step/"
        assert admin.get(page).status_code == 404


def test_a_group_keeps_a_facilitator(evening: Evening) -> None:
    http = evening.browser("claire")
    http.post(path(evening, "remove_facilitator", "colin"))
    for name in ("change_part", "remove_facilitator"):
        answer = http.post(path(evening, name, "claire"), {"role": "deputy"})
        assert (answer.status_code, "Un groupe garde au moins une personne" in answer.content.decode()) == (409, True)
    # One whose account is closed facilitates nothing.
    http.post(reverse("groups:facilitators", args=[evening.group.pk]), {"email": "colin@example.org", "role": "deputy"})
    assert parts(evening)["Claire"] == "facilitator"


def test_one_may_leave_oneself_as_a_deputy_too(evening: Evening) -> None:
    answer = evening.browser("david").post(path(evening, "remove_facilitator", "david"))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert evening.browser("david").get(f"/groups/{evening.group.pk}/").status_code == 404
    by = evening.users["colin"]
    with pytest.raises(NotAllowed):
        commands.remove_facilitator(group=evening.group, user_id=by.pk, by=evening.users["hakim"])


def test_a_deputy_takes_nobody_off(evening: Evening) -> None:
    http = evening.browser("david")
    assert http.post(path(evening, "remove_facilitator", "colin")).status_code == 403
    assert http.post(path(evening, "change_part", "david"), {"role": "facilitator"}).status_code == 403


def test_who_runs_a_session_keeps_the_part(evening: Evening) -> None:
    evening.do("claire", "open")
    http = evening.browser("colin")
    # Handed to nobody, it is all facilitators'; a deputy runs nothing then.
    for name in ("change_part", "remove_facilitator"):
        answer = http.post(path(evening, name, "claire"), {"role": "deputy"})
        assert (answer.status_code, "anime une séance en ce moment" in answer.content.decode()) == (409, True)
    assert parts(evening)["Claire"] == "facilitator"
    evening.do("claire", "hand_over", to=evening.users["david"].pk)
    assert http.post(path(evening, "remove_facilitator", "david")).status_code == 409
    assert http.post(path(evening, "remove_facilitator", "claire")).status_code == 302
    assert parts(evening) == {"Colin": "facilitator", "David": "deputy"}


def test_two_who_take_each_other_off_leave_one(evening: Evening) -> None:
    claire, colin = evening.users["claire"], evening.users["colin"]
    commands.remove_facilitator(group=evening.group, user_id=colin.pk, by=claire)
    with pytest.raises(NotAllowed):
        commands.remove_facilitator(group=evening.group, user_id=claire.pk, by=colin)
    with pytest.raises(NotFound):
        commands.remove_facilitator(group=evening.group, user_id=colin.pk, by=claire)


# Put away


def archive(http: Client, evening: Evening) -> int:
    return http.post(reverse("sessions:archive", args=[evening.group.pk])).status_code


def over(evening: Evening) -> None:
    Session.objects.filter(cycle__group=evening.group).update(scheduled_at=timezone.now() - timedelta(days=1))


def test_a_group_is_put_away_once_nothing_is_to_come(evening: Evening) -> None:
    http = evening.browser("claire")
    Session.objects.filter(pk=evening.session_id).update(scheduled_at=timezone.now() + timedelta(days=1))
    assert archive(http, evening) == 409
    evening.do("claire", "open")
    over(evening)
    assert archive(http, evening) == 409
    evening.do("claire", "cancel")
    assert archive(http, evening) == 302
    home = http.get("/")
    assert [one.group for one in home.context["groups"]] == []
    assert "Groupe archivé (1)" in home.content.decode()
    page = http.get(f"/groups/{evening.group.pk}/").content.decode()
    assert "Ce groupe est archivé depuis le" in page
    assert reverse("sessions:plan", args=[evening.group.pk]) not in page
    assert http.post(reverse("sessions:bring_back", args=[evening.group.pk])).status_code == 302
    assert [one.group for one in http.get("/").context["groups"]] == [evening.group]


def test_in_an_archived_group_nothing_is_planned_or_opened(evening: Evening) -> None:
    over(evening)
    http = evening.browser("claire")
    assert archive(http, evening) == 302
    page = reverse("sessions:plan", args=[evening.group.pk])
    sent = {"scheduled_at": "2099-01-31T10:00", "protocol_key": "codev-classique", "minutes": "120", "rounds": "2"}
    assert (http.get(page).status_code, http.post(page, sent).status_code) == (409, 409)
    with pytest.raises(Refused, match="group_archived"):
        plan(evening.group.cycle)
    page = reverse("sessions:do", args=[evening.session_id, "open"])
    answer = http.post(page, {"key": str(uuid4())})
    assert (answer.status_code, "Ce groupe est archivé" in answer.content.decode()) == (409, True)
    to = timezone.now() + timedelta(days=2)
    seen = moving.fingerprint(moving.would_move(evening.session, to, with_following=False))
    with pytest.raises(Refused, match="group_archived"):
        moving.move(visit=evening.visit("claire"), to=to, with_following=False, seen=seen)
    assert evening.session.status == "planned"


def test_who_opens_reads_the_group_as_it_is_by_then(evening: Evening) -> None:
    """A visit that began before the group was archived opens nothing after it."""
    over(evening)
    visit = evening.visit("claire", evening.session)
    assert visit.session.cycle.group.archived_at is None
    groups_commands.archive_group(group=evening.group, by=evening.users["claire"])
    with pytest.raises(Refused, match="group_archived"):
        commands.run("open", visit=visit, key=uuid4())
