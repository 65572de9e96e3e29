"""What the operator does: an organisation from the shell, and the admin that shows no way in."""

from __future__ import annotations

from contextlib import suppress
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from groups.models import Group, Organisation, Participant, PersonalLink, Seat, User
from tests.mails import delivered

from .conftest import Arrive, Atelier, Neighbour, make_link

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.mark.django_db
def test_the_operator_makes_an_organisation_and_reads_how_to_sign_in() -> None:
    out = StringIO()
    arguments = ("Atelier", "--admin-email", "agnes@atelier.fr", "--admin-name", "Agnès", "--role", "facilitator")
    call_command("create_organisation", *arguments, stdout=out)
    organisation = Organisation.objects.get()
    agnes = User.objects.get()
    assert set(agnes.roles.values_list("role", flat=True)) == {"admin", "facilitator"}
    assert out.getvalue() == (
        f"Atelier is ready: /organisations/{organisation.pk}/\n"
        "agnes@atelier.fr signs in at /accounts/login/, choosing a code by e-mail.\n"
    )


@pytest.mark.django_db
def test_the_operator_reads_what_is_wrong() -> None:
    with pytest.raises(CommandError, match="email_unreadable"):
        call_command("create_organisation", "Atelier", "--admin-email", "agnes", "--admin-name", "Agnès")
    assert not Organisation.objects.exists()


MAKE = ("create_organisation", "Atelier", "--admin-email", "agnes@atelier.fr", "--admin-name", "Agnès")


@pytest.mark.django_db
def test_a_second_organisation_of_a_name_is_made_on_purpose_alone() -> None:
    call_command(*MAKE, stdout=StringIO())
    told = StringIO()
    with pytest.raises(CommandError, match="--another"):
        call_command("create_organisation", " ATELIER", *MAKE[2:], stdout=told)
    assert f"Atelier is there already: {Organisation.objects.get().pk}" in told.getvalue()
    call_command(*MAKE, "--another", stdout=StringIO())
    assert Organisation.objects.count() == 2


@pytest.mark.django_db
def test_at_a_terminal_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    call_command(*MAKE, stdout=StringIO())
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    for answer, count in (("n", 1), ("", 1), ("y", 2)):
        monkeypatch.setattr("builtins.input", lambda _question, answer=answer: answer)
        with suppress(CommandError):
            call_command(*MAKE, stdout=StringIO())
        assert Organisation.objects.count() == count


def test_the_operator_invites_by_mail(atelier: Atelier) -> None:
    sent = ("nadia@atelier.fr", "--name", "Nadia", "--role", "hr", "--role", "admin")
    call_command("invite", "atelier", *sent, stdout=StringIO())
    (mail,) = delivered()
    assert (mail.to, "for Atelier" in mail.body) == (["nadia@atelier.fr"], True)
    nadia = User.objects.get(email="nadia@atelier.fr")
    assert set(nadia.roles.values_list("role", flat=True)) == {"admin", "hr"}


def test_of_several_organisations_of_one_name_the_id_says_which(atelier: Atelier) -> None:
    call_command(*MAKE, "--another", stdout=StringIO())
    sent = ("nadia@atelier.fr", "--name", "Nadia", "--role", "facilitator")
    for wanted, words in (("Atelier", "by its id"), ("Voisins", "No organisation"), ("nobody", "No organisation")):
        with pytest.raises(CommandError, match=words):
            call_command("invite", wanted, *sent, stdout=StringIO())
    call_command("invite", str(atelier.organisation.pk), *sent, stdout=StringIO())
    assert User.objects.get(email="nadia@atelier.fr").roles.get().organisation == atelier.organisation
    with pytest.raises(CommandError, match="email_unreadable"):
        call_command("invite", str(atelier.organisation.pk), "nadia", *sent[1:], stdout=StringIO())


def test_a_password_is_taken_off_and_its_owner_told(atelier: Atelier, arrive: Arrive) -> None:
    atelier.amina.set_password("a long password of hers")
    atelier.amina.save()
    http = arrive(atelier.amina)
    call_command("reset_account", atelier.amina.email, "--password", stdout=StringIO())
    atelier.amina.refresh_from_db()
    assert not atelier.amina.has_usable_password()
    assert http.get("/account/").status_code == 302
    assert [mail.to for mail in delivered()] == [[atelier.amina.email]]


def test_all_browsers_are_signed_out(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.amina)
    call_command("reset_account", atelier.amina.email, "--sign-ins", stdout=StringIO())
    assert http.get("/account/").status_code == 302
    with pytest.raises(CommandError, match="Say what is lost"):
        call_command("reset_account", atelier.amina.email)


def test_an_account_moves_to_another_address_and_the_former_is_told(atelier: Atelier, arrive: Arrive) -> None:
    http, former = arrive(atelier.hakim), atelier.hakim.email
    call_command("reset_account", former, "--address", " Hakim@Nouveau.fr ", stdout=StringIO())
    atelier.hakim.refresh_from_db()
    assert atelier.hakim.email == "hakim@nouveau.fr"
    assert atelier.hakim.proven_addresses.count() == 2
    assert http.get("/account/").status_code == 302
    assert [mail.to for mail in delivered()] == [[former]]


@pytest.mark.parametrize(("wrong", "code"), [("amina@atelier.fr", "account_there"), ("hakim", "email_unreadable")])
def test_no_account_moves_to_what_is_none_or_another_s(atelier: Atelier, wrong: str, code: str) -> None:
    with pytest.raises(CommandError, match=code):
        call_command("reset_account", atelier.hakim.email, "--address", wrong, stdout=StringIO())
    assert User.objects.filter(email=atelier.hakim.email).exists()


def test_organisations_are_listed_with_figures_alone(
    atelier: Atelier, neighbour: Neighbour, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    told = StringIO()
    with django_assert_num_queries(7):
        call_command("organisations", stdout=told)
    first, figures, *_others = told.getvalue().splitlines()
    assert first.startswith(f"Atelier  {atelier.organisation.pk}")
    assert figures.strip() == (
        "1 administrators, 2 facilitators, 1 hr, 1 groups, 0 archived, 2 members, 0 planned, 0 held"
    )
    assert not any(name in told.getvalue() for name in ("mardis", "Karim", "Amina", "@"))


def test_the_operator_sees_people_but_no_way_in(atelier: Atelier) -> None:
    operator = get_user_model().objects.create_superuser("op@host.fr", "pw-of-the-operator", name="Op")
    http = Client()
    http.force_login(operator)
    make_link(atelier.karim)
    token_hash = PersonalLink.objects.get().token_hash
    Seat.objects.create(participant=atelier.karim, label="Mac")
    for model in (User, Organisation, Group, Participant, PersonalLink, Seat):
        listing = reverse(f"admin:codev_groups_{model._meta.model_name}_changelist")
        one = reverse(f"admin:codev_groups_{model._meta.model_name}_change", args=[model.objects.all()[0].pk])
        for page in (listing, one):
            answer = http.get(page)
            assert answer.status_code == 200
            assert token_hash not in answer.content.decode()
            assert "argon2" not in answer.content.decode()
    charter = atelier.group.charter
    shown = http.get(reverse("admin:codev_groups_charter_change", args=[charter.pk])).content.decode()
    assert charter.text[:20] not in shown
