"""What an organisation's administrator does about its people and its place."""

from __future__ import annotations

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from codev import doorbell
from groups import commands
from groups.errors import Invalid, NotAllowed, Refused
from groups.models import Mail, Role, User
from tests.groups.conftest import Arrive, Atelier, Neighbour, url
from tests.mails import delivered
from tests.names import unnamed

pytestmark = pytest.mark.usefixtures("in_english")


def roles(user: User) -> set[str]:
    return set(user.roles.values_list("role", flat=True))


def take(atelier: Atelier, user: User, role: str, by: User | None = None) -> None:
    commands.take_role(organisation=atelier.organisation, user=user, role=role, by=by or atelier.agnes)


def test_a_role_is_taken_and_its_pages_close_at_once(
    atelier: Atelier,
    arrive: Arrive,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    rung: list[object] = []
    monkeypatch.setattr(doorbell, "ring", lambda *bell: rung.append(bell))
    agnes = arrive(atelier.agnes)
    with django_capture_on_commit_callbacks(execute=True):
        page = agnes.post(url("take_role", atelier.organisation.pk, atelier.hakim.pk), {"role": "hr"}, follow=True)
    assert "Hakim: no longer HR." in unnamed(page.content.decode()).replace("\u2068", "").replace("\u2069", "")
    assert roles(atelier.hakim) == set()
    assert ("person", atelier.hakim.pk, 0) in rung
    again = agnes.post(url("take_role", atelier.organisation.pk, atelier.hakim.pk), {"role": "hr"})
    assert again.status_code == 302


def test_who_facilitates_a_group_goes_on_until_the_group_says_otherwise(atelier: Atelier, arrive: Arrive) -> None:
    take(atelier, atelier.amina, "facilitator")
    assert arrive(atelier.amina).get(url("members", atelier.group.pk)).status_code == 200
    with pytest.raises(NotAllowed):
        commands.create_group(organisation=atelier.organisation, name="Les lundis", by=atelier.amina)


def test_the_last_administrator_stays(atelier: Atelier, arrive: Arrive) -> None:
    with pytest.raises(Refused, match="last_administrator"):
        take(atelier, atelier.agnes, "admin")
    page = arrive(atelier.agnes).post(url("take_role", atelier.organisation.pk, atelier.agnes.pk), {"role": "admin"})
    assert page.status_code == 409
    give(atelier, atelier.amina, Role.ADMIN)
    gone = arrive(atelier.agnes).post(url("take_role", atelier.organisation.pk, atelier.agnes.pk), {"role": "admin"})
    assert gone.url == "/"
    assert roles(atelier.agnes) == set()


def test_an_administrator_who_cannot_sign_in_is_no_other_one(atelier: Atelier) -> None:
    give(atelier, atelier.amina, Role.ADMIN)
    User.objects.filter(pk=atelier.amina.pk).update(is_active=False)
    with pytest.raises(Refused, match="last_administrator"):
        take(atelier, atelier.agnes, "admin")


def give(atelier: Atelier, user: User, role: str) -> None:
    commands.invite_person(
        organisation=atelier.organisation, email=user.email, name=user.name, role=role, by=atelier.agnes
    )


@pytest.mark.parametrize("who", ["amina", "hakim", "david"])
def test_nobody_else_does_any_of_it(atelier: Atelier, who: str) -> None:
    by, organisation = getattr(atelier, who), atelier.organisation
    for attempt in (
        lambda: take(atelier, atelier.david, "facilitator", by),
        lambda: commands.invite_again(organisation=organisation, user=atelier.david, by=by),
        lambda: commands.place_organisation(organisation=organisation, time_zone="", holidays="", by=by),
    ):
        with pytest.raises(NotAllowed, match="not_an_administrator"):
            attempt()


def test_another_organisation_s_people_are_out_of_reach(atelier: Atelier, neighbour: Neighbour, arrive: Arrive) -> None:
    agnes = arrive(atelier.agnes)
    sent = {"role": "facilitator"}
    assert agnes.post(url("take_role", atelier.organisation.pk, neighbour.bruno.pk), sent).status_code == 302
    assert agnes.post(url("take_role", neighbour.organisation.pk, neighbour.bruno.pk), sent).status_code == 404
    assert agnes.post(url("invite_again", atelier.organisation.pk, neighbour.bruno.pk)).status_code == 404
    assert roles(neighbour.bruno) == {"admin", "facilitator"}


def test_an_invitation_is_sent_again_until_its_person_came(atelier: Atelier, arrive: Arrive) -> None:
    agnes, page = arrive(atelier.agnes), url("organisation", atelier.organisation.pk)
    assert unnamed(agnes.get(page).content.decode()).count("has not come yet") == 3
    for _press in ("the first", "the second"):
        assert agnes.post(url("invite_again", atelier.organisation.pk, atelier.david.pk)).status_code == 302
    (mail,) = delivered()
    assert mail.to == [atelier.david.email]
    assert "Agnès invites you to Codev, for Atelier" in mail.body
    arrive(atelier.david)
    assert agnes.post(url("invite_again", atelier.organisation.pk, atelier.david.pk)).status_code == 409
    assert delivered() == [mail]
    assert unnamed(agnes.get(page).content.decode()).count("has not come yet") == 2


def test_an_invitation_that_failed_stands_beside_the_person(atelier: Atelier, arrive: Arrive) -> None:
    commands.invite_again(organisation=atelier.organisation, user=atelier.david, by=atelier.agnes)
    Mail.objects.update(failed_at="2026-11-29T10:00Z")
    page = arrive(atelier.agnes).get(url("organisation", atelier.organisation.pk))
    assert [one.user.name for one in page.context["colleagues"] if one.is_mail_lost] == ["David"]
    assert "could not be delivered" in page.content.decode()


def test_clocks_and_holidays_are_chosen(atelier: Atelier, arrive: Arrive) -> None:
    agnes = arrive(atelier.agnes)
    sent = {"time_zone": "Indian/Reunion", "holidays": "FR-974"}
    assert agnes.post(url("place_organisation", atelier.organisation.pk), sent).status_code == 302
    atelier.organisation.refresh_from_db()
    assert (atelier.organisation.zone.key, atelier.organisation.holidays) == ("Indian/Reunion", "FR-974")
    page = agnes.get(url("organisation", atelier.organisation.pk)).content.decode()
    assert '<option value="FR-974" selected>' in page


@pytest.mark.parametrize("wrong", [{"time_zone": "Mars/Phobos"}, {"holidays": "XX"}, {"time_zone": "../etc"}])
def test_what_is_not_offered_is_said_at_the_field(atelier: Atelier, arrive: Arrive, wrong: dict[str, str]) -> None:
    page = arrive(atelier.agnes).post(url("place_organisation", atelier.organisation.pk), wrong)
    assert page.status_code == 422
    assert set(page.context["place_form"].errors) == set(wrong)
    with pytest.raises(Invalid):
        commands.place_organisation(
            organisation=atelier.organisation, by=atelier.agnes, **{"time_zone": "", "holidays": "", **wrong}
        )


def test_groups_are_listed_with_how_many_they_are(atelier: Atelier, arrive: Arrive) -> None:
    commands.remove_participant(participant=atelier.lea, by=atelier.amina)
    page = arrive(atelier.agnes).get(url("organisation", atelier.organisation.pk))
    assert [group.people for group in page.context["groups"]] == [1]
