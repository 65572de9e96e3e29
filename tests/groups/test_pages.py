"""What the pages of groups show, keep and send."""

from __future__ import annotations

import re

import pytest
from django.conf import settings as product
from pytest_django import DjangoAssertNumQueries, Settings

from groups import commands
from groups.models import Group, Seat
from groups.pasting import PastedPerson
from tests.groups.conftest import Arrive, Atelier, Neighbour, make_link, url
from tests.mails import delivered
from tests.names import unnamed

pytestmark = pytest.mark.usefixtures("in_english")


def test_an_invitation_reaches_the_person(atelier: Atelier, arrive: Arrive) -> None:
    sent = {"name": "Nadia", "email": "nadia@atelier.fr", "role": "hr"}
    page = arrive(atelier.agnes).post(url("invite", atelier.organisation.pk), sent, follow=True)
    assert "The invitation is on its way." in page.content.decode()
    (mail,) = delivered()
    assert (mail.to, mail.subject) == (["nadia@atelier.fr"], "You are invited to Codev")
    assert f"{product.CODEV_BASE_URL}/accounts/login/" in mail.body
    assert "Agnès invites you to Codev, for Atelier" in mail.body


def test_a_bad_invitation_keeps_what_was_typed(atelier: Atelier, arrive: Arrive) -> None:
    sent = {"name": "Nadia", "email": "nadia at atelier", "role": "hr"}
    page = arrive(atelier.agnes).post(url("invite", atelier.organisation.pk), sent)
    assert page.status_code == 422
    assert 'value="nadia at atelier"' in page.content.decode()
    assert page.context["invite_form"].errors["email"] == ["Enter a valid email address."]


def test_two_forms_on_a_page_share_no_id(atelier: Atelier, arrive: Arrive) -> None:
    content = arrive(atelier.agnes).get(url("organisation", atelier.organisation.pk)).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', content)
    assert len(ids) == len(set(ids))


def test_facilitators_see_their_groups_and_no_people(atelier: Atelier, arrive: Arrive) -> None:
    commands.create_group(organisation=atelier.organisation, name="Les lundis", by=atelier.agnes)
    page = arrive(atelier.amina).get(url("organisation", atelier.organisation.pk)).content.decode()
    assert "Les mardis" in page
    assert "Les lundis" not in page
    assert "hakim@atelier.fr" not in page


def test_administrators_see_groups_but_open_none(atelier: Atelier, arrive: Arrive) -> None:
    page = arrive(atelier.agnes).get(url("organisation", atelier.organisation.pk)).content.decode()
    assert "Les mardis" in page
    assert atelier.group.get_absolute_url() + '"' not in page


def test_a_new_group_appears_on_the_page(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.amina)
    assert http.post(url("new_group"), {"name": "Les lundis"}).status_code == 302
    page = http.get(url("organisation", atelier.organisation.pk))
    group = Group.objects.get(name="Les lundis")
    assert f'href="{group.get_absolute_url()}"' in page.content.decode()


def test_the_members_list_says_where_everybody_stands(atelier: Atelier, arrive: Arrive) -> None:
    arrive(atelier.karim)
    commands.accept_charter(participant=atelier.karim, charter=atelier.group.charter)
    page = arrive(atelier.amina).get(url("members", atelier.group.pk))
    rows = [(one.name, one.accepted, one.has_link, one.devices) for one in page.context["members"]]
    assert rows == [("Karim", True, True, 1), ("Léa", False, False, 0)]


def test_a_taken_name_is_refused_beside_what_was_typed(atelier: Atelier, arrive: Arrive) -> None:
    page = arrive(atelier.amina).post(
        url("rename", atelier.group.pk, atelier.lea.pk), {"name": "Karim", "email": "l@e.fr"}
    )
    assert page.status_code == 422
    assert (
        unnamed(page.context["form"].errors["name"][0])
        == "“Karim” is already in this group, or stands twice in the list."
    )
    assert 'value="l@e.fr"' in page.content.decode()


def test_a_participant_accepts_the_charter_and_goes_on(atelier: Atelier, arrive: Arrive) -> None:
    http, page = arrive(atelier.karim), url("charter", atelier.group.pk)
    asked = http.get(f"{page}?next=/sessions/x/").content.decode()
    assert "I accept this charter" in asked
    assert http.post(page, {"charter": "1", "next": "/sessions/x/"}).url == "/sessions/x/"
    assert atelier.karim.has_accepted(atelier.group.charter)
    accepted = unnamed(http.get(page).content.decode())
    assert "Accepted by Karim" in accepted
    assert "I accept this charter" not in accepted


def test_a_charter_revised_meanwhile_is_shown_before_it_is_accepted(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.karim)
    new = commands.revise_charter(group=atelier.group, text="Et du café.", by=atelier.amina)
    answer = http.post(url("charter", atelier.group.pk), {"charter": "1"})
    assert answer.status_code == 409
    assert "Et du café." in answer.content.decode()
    assert "The charter has changed meanwhile." in answer.content.decode()
    assert not atelier.karim.has_accepted(new)


@pytest.mark.parametrize("number", ["", "7", "-1", "un", "9" * 5000, "²", "1\x00"])
def test_a_charter_that_is_not_there_is_not_accepted(atelier: Atelier, arrive: Arrive, number: str) -> None:
    assert arrive(atelier.karim).post(url("charter", atelier.group.pk), {"charter": number}).status_code == 404


def test_a_facilitator_sees_who_accepted_and_may_act_as_a_seat_too(atelier: Atelier, arrive: Arrive) -> None:
    http, page = arrive(atelier.amina), url("charter", atelier.group.pk)
    http.post(url("join", make_link(atelier.karim)))
    commands.accept_charter(participant=atelier.lea, charter=atelier.group.charter)
    assert [(one.name, one.accepted) for one in http.get(page).context["members"]] == [("Karim", False), ("Léa", True)]
    assert http.get(f"{page}?as={atelier.karim.pk}").context["participant"] == atelier.karim


def test_a_charter_is_revised_and_what_was_typed_is_kept(atelier: Atelier, arrive: Arrive, settings: Settings) -> None:
    settings.CODEV_TEXT_MAX = 20
    http, page = arrive(atelier.david), url("revise_charter", atelier.group.pk)
    assert http.post(page, {"text": "Bienveillance."}).url == url("charter", atelier.group.pk)
    refused = http.post(page, {"text": "Bienveillance, et bien plus encore."})
    assert refused.status_code == 422
    assert refused.context["form"].errors["text"] == ["This text is too long: 20 characters at most."]
    assert "et bien plus encore." in refused.content.decode()
    assert atelier.group.charter.text == "Bienveillance."


def test_what_is_typed_is_never_markup(atelier: Atelier, arrive: Arrive) -> None:
    commands.revise_charter(group=atelier.group, text="<script>alert(1)</script>", by=atelier.amina)
    commands.rename_participant(participant=atelier.karim, name="<b>K</b>", email="", by=atelier.amina)
    http = arrive(atelier.amina)
    for page in (url("charter", atelier.group.pk), url("members", atelier.group.pk)):
        content = http.get(page).content.decode()
        assert "<script>alert" not in content
        assert "<b>K</b>" not in content


def test_somebody_unknown_cannot_facilitate(atelier: Atelier, neighbour: Neighbour, arrive: Arrive) -> None:
    sent = {"email": neighbour.bruno.email, "role": "deputy"}
    page = arrive(atelier.amina).post(url("facilitators", atelier.group.pk), sent)
    assert page.status_code == 422
    assert page.context["form"].errors["email"] == [
        "Nobody in the organisation has this address. An administrator can invite them first."
    ]


def test_who_is_refused_reads_why(atelier: Atelier, arrive: Arrive) -> None:
    page = arrive(atelier.david).post(
        url("facilitators", atelier.group.pk), {"email": atelier.hakim.email, "role": "deputy"}
    )
    assert page.status_code == 403
    assert "Only the group’s facilitators name its facilitators." in page.content.decode()


def test_lists_cost_the_same_at_one_and_at_three(
    atelier: Atelier, arrive: Arrive, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    commands.remove_participant(participant=atelier.lea, by=atelier.amina)
    admin, facilitator = arrive(atelier.agnes), arrive(atelier.amina)
    pages = [
        (admin, url("organisation", atelier.organisation.pk), 11),
        (facilitator, url("organisation", atelier.organisation.pk), 7),
        (facilitator, url("members", atelier.group.pk), 6),
        (facilitator, url("charter", atelier.group.pk), 6),
        (facilitator, url("facilitators", atelier.group.pk), 7),
        (facilitator, url("member", atelier.group.pk, atelier.karim.pk), 9),
    ]
    for round_of_growth in (1, 2):
        for http, page, count in pages:
            http.get(page)
            with django_assert_num_queries(count):
                assert http.get(page).status_code == 200
        if round_of_growth == 1:
            grow(atelier)


def grow(atelier: Atelier) -> None:
    """Three of everything where there was one."""
    people = [PastedPerson("Omar"), PastedPerson("Ana")]
    commands.add_participants(group=atelier.group, people=people, by=atelier.amina)
    for number in range(2):
        make_link(atelier.karim)
        Seat.objects.create(participant=atelier.karim, label="Mac")
        commands.create_group(organisation=atelier.organisation, name=f"Groupe {number}", by=atelier.amina)
        email = f"n{number}@atelier.fr"
        commands.invite_person(
            organisation=atelier.organisation, email=email, name="N", role="facilitator", by=atelier.agnes
        )
        commands.name_facilitator(group=atelier.group, email=email, role="deputy", by=atelier.amina)
