"""An organisation's administrators say whom people may turn to."""

from __future__ import annotations

import pytest
from django.urls import reverse

from groups import commands
from groups.errors import NotAllowed

from .conftest import Arrive, House

CONTACTS = "Service social : 01 23 45 67 89"


def test_administrators_write_the_contacts_and_find_them_again(house: House, arrive: Arrive) -> None:
    address = reverse("groups:write_support", args=[house.organisation.pk])
    page = arrive(house.agnes).post(address, {"text": f"  {CONTACTS}\n"}, follow=True)
    assert f">{CONTACTS}</textarea>" in page.content.decode().replace("\n", "")
    house.organisation.refresh_from_db()
    assert house.organisation.support == CONTACTS


def test_what_is_too_long_is_sent_back(house: House, arrive: Arrive) -> None:
    address = reverse("groups:write_support", args=[house.organisation.pk])
    page = arrive(house.agnes).post(address, {"text": "x" * 501})
    assert page.status_code == 422
    house.organisation.refresh_from_db()
    assert house.organisation.support == ""


def test_facilitators_neither_see_the_form_nor_write(house: House, arrive: Arrive) -> None:
    page = arrive(house.amina).get(reverse("groups:organisation", args=[house.organisation.pk]))
    assert "support_text" not in page.content.decode()
    with pytest.raises(NotAllowed):
        commands.write_support(organisation=house.organisation, text=CONTACTS, by=house.amina)
