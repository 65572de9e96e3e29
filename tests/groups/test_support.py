"""An organisation's administrators say whom people may turn to."""

from __future__ import annotations

import pytest
from django.urls import reverse

from groups import commands
from groups.errors import NotAllowed

from .conftest import Arrive, Atelier

CONTACTS = "Service social : 01 23 45 67 89"


def test_administrators_write_the_contacts_and_find_them_again(atelier: Atelier, arrive: Arrive) -> None:
    address = reverse("groups:write_support", args=[atelier.organisation.pk])
    page = arrive(atelier.agnes).post(address, {"text": f"  {CONTACTS}\n"}, follow=True)
    assert f">{CONTACTS}</textarea>" in page.content.decode().replace("\n", "")
    atelier.organisation.refresh_from_db()
    assert atelier.organisation.support == CONTACTS


def test_what_is_too_long_is_sent_back(atelier: Atelier, arrive: Arrive) -> None:
    address = reverse("groups:write_support", args=[atelier.organisation.pk])
    page = arrive(atelier.agnes).post(address, {"text": "x" * 501})
    assert page.status_code == 422
    atelier.organisation.refresh_from_db()
    assert atelier.organisation.support == ""


def test_facilitators_neither_see_the_form_nor_write(atelier: Atelier, arrive: Arrive) -> None:
    page = arrive(atelier.amina).get(reverse("groups:organisation", args=[atelier.organisation.pk]))
    assert "support_text" not in page.content.decode()
    with pytest.raises(NotAllowed):
        commands.write_support(organisation=atelier.organisation, text=CONTACTS, by=atelier.amina)
