"""What the operator does: an organisation from the shell, and the admin that shows no way in."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from groups.models import Group, Organisation, Participant, PersonalLink, Seat, User

from .conftest import Atelier, make_link

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
