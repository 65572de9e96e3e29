"""What is kept of people is told to everybody, before the first time."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("operator", "contact", "told"),
    [
        ("Marie <Dupont>", "dpo@exemple.org", ["Marie &lt;Dupont&gt;", "dpo@exemple.org"]),
        ("", "", ["Aucun nom n’est indiqué", "délégué à la protection des données"]),
    ],
)
def test_it_names_whom_it_is_told(settings: Settings, operator: str, contact: str, told: list[str]) -> None:
    settings.CODEV_OPERATOR, settings.CODEV_PRIVACY_CONTACT = operator, contact
    page = Client().get(reverse("groups:notice")).content.decode()
    assert [words for words in told if words not in page] == []


@pytest.mark.parametrize("way_in", ["account_login", "sessions:door"])
def test_every_way_in_leads_to_it(way_in: str) -> None:
    assert f'href="{reverse("groups:notice")}"' in Client().get(reverse(way_in)).content.decode()
