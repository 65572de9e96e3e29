"""What the pages of groups show, keep and send."""

from __future__ import annotations

import re

import pytest
from django.core.mail import EmailMessage
from pytest_django import DjangoAssertNumQueries, Settings

from groups import commands
from groups.models import Group, Seat
from groups.pasting import PastedPerson
from tests.groups.conftest import Arrive, House, Neighbour, make_link, url

pytestmark = pytest.mark.usefixtures("in_english")


def test_an_invitation_reaches_the_person_and_says_nothing(
    house: House, arrive: Arrive, mailoutbox: list[EmailMessage]
) -> None:
    sent = {"name": "Nadia", "email": "nadia@atelier.fr", "role": "hr"}
    page = arrive(house.agnes).post(url("invite", house.organisation.pk), sent, follow=True)
    assert "The invitation is on its way." in page.content.decode()
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["nadia@atelier.fr"], "You are invited to Codev")
    assert "http://testserver/accounts/login/" in mail.body
    assert "Atelier" not in mail.body + mail.subject


def test_a_bad_invitation_keeps_what_was_typed(house: House, arrive: Arrive) -> None:
    sent = {"name": "Nadia", "email": "nadia at atelier", "role": "hr"}
    page = arrive(house.agnes).post(url("invite", house.organisation.pk), sent)
    assert page.status_code == 422
    assert 'value="nadia at atelier"' in page.content.decode()
    assert page.context["invite_form"].errors["email"] == ["Enter a valid email address."]


def test_a_mail_that_cannot_leave_is_said(house: House, arrive: Arrive, settings: Settings) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        9,
    )
    sent = {"name": "Nadia", "email": "nadia@atelier.fr", "role": "hr"}
    page = arrive(house.agnes).post(url("invite", house.organisation.pk), sent, follow=True)
    assert "The account is ready, but the mail could not be sent." in page.content.decode()


def test_two_forms_on_a_page_share_no_id(house: House, arrive: Arrive) -> None:
    content = arrive(house.agnes).get(url("organisation", house.organisation.pk)).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', content)
    assert len(ids) == len(set(ids))


def test_facilitators_see_their_groups_and_no_people(house: House, arrive: Arrive) -> None:
    commands.create_group(organisation=house.organisation, name="Les lundis", by=house.agnes)
    page = arrive(house.amina).get(url("organisation", house.organisation.pk)).content.decode()
    assert "Les mardis" in page
    assert "Les lundis" not in page
    assert "hakim@atelier.fr" not in page


def test_administrators_see_groups_but_open_none(house: House, arrive: Arrive) -> None:
    page = arrive(house.agnes).get(url("organisation", house.organisation.pk)).content.decode()
    assert "Les mardis" in page
    assert house.group.get_absolute_url() + '"' not in page


def test_a_new_group_appears_on_the_page(house: House, arrive: Arrive) -> None:
    sent = {"name": "Les lundis"}
    page = arrive(house.amina).post(url("make_group", house.organisation.pk), sent, follow=True)
    group = Group.objects.get(name="Les lundis")
    assert f'href="{group.get_absolute_url()}"' in page.content.decode()


def test_pasted_people_join(house: House, arrive: Arrive) -> None:
    answer = arrive(house.amina).post(url("members", house.group.pk), {"people": "Omar\r\nAna <ana@exemple.fr>"})
    assert answer.url == f"/groups/{house.group.pk}/"
    assert list(house.group.participants.values_list("name", "email"))[2:] == [("Omar", ""), ("Ana", "ana@exemple.fr")]


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("Omar\nkarim", "“karim” is already in this group, or stands twice in the list."),
        ("Omar; karim@exemple.fr", "The e-mail of “Omar” is already used in this group, or stands twice in the list."),
        ("Omar <omar@>", "An e-mail address cannot be read. Example: lea@example.org"),
        ("<omar@exemple.fr>", "A name is missing."),
        ("Omar\nAna\nZed", "A group has at most 4 participants."),
    ],
)
def test_a_list_with_a_fault_says_whose_line_and_is_kept(
    house: House, arrive: Arrive, settings: Settings, pasted: str, words: str
) -> None:
    settings.CODEV_PARTICIPANTS_MAX = 4
    page = arrive(house.amina).post(url("members", house.group.pk), {"people": pasted})
    assert page.status_code == 422
    assert page.context["members_form"].errors["people"] == [words]
    assert pasted.replace("<", "&lt;").replace(">", "&gt;") in page.content.decode()
    assert house.group.participants.count() == 2


def test_null_bytes_are_refused_at_the_field(house: House, arrive: Arrive) -> None:
    page = arrive(house.amina).post(url("members", house.group.pk), {"people": "Om\x00ar"})
    assert page.status_code == 422


def test_the_members_list_says_where_everybody_stands(house: House, arrive: Arrive) -> None:
    arrive(house.karim)
    commands.accept_charter(participant=house.karim, charter=house.group.charter)
    page = arrive(house.amina).get(url("members", house.group.pk))
    rows = [(one.name, one.accepted, one.has_link, one.devices) for one in page.context["members"]]
    assert rows == [("Karim", True, True, 1), ("Léa", False, False, 0)]


def test_a_taken_name_is_refused_beside_what_was_typed(house: House, arrive: Arrive) -> None:
    page = arrive(house.amina).post(url("rename", house.group.pk, house.lea.pk), {"name": "Karim", "email": "l@e.fr"})
    assert page.status_code == 422
    assert page.context["form"].errors == {"name": ["“Karim” is already in this group, or stands twice in the list."]}
    assert 'value="l@e.fr"' in page.content.decode()


def test_a_participant_accepts_the_charter_and_goes_on(house: House, arrive: Arrive) -> None:
    http, page = arrive(house.karim), url("charter", house.group.pk)
    asked = http.get(f"{page}?next=/sessions/x/").content.decode()
    assert "I accept this charter" in asked
    assert http.post(page, {"charter": "1", "next": "/sessions/x/"}).url == "/sessions/x/"
    assert house.karim.has_accepted(house.group.charter)
    accepted = http.get(page).content.decode()
    assert "Accepted by Karim" in accepted
    assert "I accept this charter" not in accepted


def test_a_charter_revised_meanwhile_is_shown_before_it_is_accepted(house: House, arrive: Arrive) -> None:
    http = arrive(house.karim)
    new = commands.revise_charter(group=house.group, text="Et du café.", by=house.amina)
    answer = http.post(url("charter", house.group.pk), {"charter": "1"})
    assert answer.status_code == 409
    assert "Et du café." in answer.content.decode()
    assert "The charter has changed meanwhile." in answer.content.decode()
    assert not house.karim.has_accepted(new)


@pytest.mark.parametrize("number", ["", "7", "-1", "un", "9" * 5000, "²", "1\x00"])
def test_a_charter_that_is_not_there_is_not_accepted(house: House, arrive: Arrive, number: str) -> None:
    assert arrive(house.karim).post(url("charter", house.group.pk), {"charter": number}).status_code == 404


def test_a_facilitator_sees_who_accepted_and_may_act_as_a_seat_too(house: House, arrive: Arrive) -> None:
    http, page = arrive(house.amina), url("charter", house.group.pk)
    http.post(url("join", make_link(house.karim)))
    commands.accept_charter(participant=house.lea, charter=house.group.charter)
    assert [(one.name, one.accepted) for one in http.get(page).context["members"]] == [("Karim", False), ("Léa", True)]
    assert http.get(f"{page}?as={house.karim.pk}").context["participant"] == house.karim


def test_a_charter_is_revised_and_what_was_typed_is_kept(house: House, arrive: Arrive, settings: Settings) -> None:
    settings.CODEV_TEXT_MAX = 20
    http, page = arrive(house.david), url("revise_charter", house.group.pk)
    assert http.post(page, {"text": "Bienveillance."}).url == url("charter", house.group.pk)
    refused = http.post(page, {"text": "Bienveillance, et bien plus encore."})
    assert refused.status_code == 422
    assert refused.context["form"].errors["text"] == ["This text is too long: 20 characters at most."]
    assert "et bien plus encore." in refused.content.decode()
    assert house.group.charter.text == "Bienveillance."


def test_what_is_typed_is_never_markup(house: House, arrive: Arrive) -> None:
    commands.revise_charter(group=house.group, text="<script>alert(1)</script>", by=house.amina)
    commands.rename_participant(participant=house.karim, name="<b>K</b>", email="", by=house.amina)
    http = arrive(house.amina)
    for page in (url("charter", house.group.pk), url("members", house.group.pk)):
        content = http.get(page).content.decode()
        assert "<script>alert" not in content
        assert "<b>K</b>" not in content


def test_somebody_unknown_cannot_facilitate(house: House, neighbour: Neighbour, arrive: Arrive) -> None:
    sent = {"email": neighbour.bruno.email, "role": "deputy"}
    page = arrive(house.amina).post(url("facilitators", house.group.pk), sent)
    assert page.status_code == 422
    assert page.context["form"].errors["email"] == [
        "Nobody in the organisation has this address. An administrator can invite them first."
    ]


def test_who_is_refused_reads_why(house: House, arrive: Arrive) -> None:
    page = arrive(house.david).post(url("facilitators", house.group.pk), {"email": house.hakim.email, "role": "deputy"})
    assert page.status_code == 403
    assert "Only the group’s facilitators name its facilitators." in page.content.decode()


def test_lists_cost_the_same_at_one_and_at_three(
    house: House, arrive: Arrive, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    commands.remove_participant(participant=house.lea, by=house.amina)
    admin, facilitator = arrive(house.agnes), arrive(house.amina)
    pages = [
        (admin, url("organisation", house.organisation.pk), 7),
        (facilitator, url("organisation", house.organisation.pk), 6),
        (facilitator, url("members", house.group.pk), 5),
        (facilitator, url("charter", house.group.pk), 5),
        (facilitator, url("facilitators", house.group.pk), 7),
        (facilitator, url("member", house.group.pk, house.karim.pk), 6),
    ]
    for round_of_growth in (1, 2):
        for http, page, count in pages:
            http.get(page)
            with django_assert_num_queries(count):
                assert http.get(page).status_code == 200
        if round_of_growth == 1:
            grow(house)


def grow(house: House) -> None:
    """Three of everything where there was one."""
    people = [PastedPerson("Omar"), PastedPerson("Ana")]
    commands.add_participants(group=house.group, people=people, by=house.amina)
    for number in range(2):
        make_link(house.karim)
        Seat.objects.create(participant=house.karim, label="Mac")
        commands.create_group(organisation=house.organisation, name=f"Groupe {number}", by=house.amina)
        email = f"n{number}@atelier.fr"
        commands.invite_person(
            organisation=house.organisation, email=email, name="N", role="facilitator", by=house.agnes
        )
        commands.name_facilitator(group=house.group, email=email, role="deputy", by=house.amina)
