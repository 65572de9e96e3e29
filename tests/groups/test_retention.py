"""How long is kept what was written: as short as organisation and charter say, and both say it."""

from __future__ import annotations

import pytest

from groups.models import Organisation
from tests.groups.conftest import Arrive, Atelier, url

pytestmark = pytest.mark.usefixtures("in_english")


def test_an_administrator_sets_a_limit(atelier: Atelier, arrive: Arrive) -> None:
    http, address = arrive(atelier.agnes), url("limit_retention", atelier.organisation.pk)
    for days in ("29", "366", "", "soon", "9" * 40):
        answer = http.post(address, {"days": days})
        assert answer.status_code == 422
        assert 'class="errorlist' in answer.content.decode()
        assert Organisation.objects.get(pk=atelier.organisation.pk).retention_days == 120
    assert http.post(address, {"days": "60"}).status_code == 302
    assert Organisation.objects.get(pk=atelier.organisation.pk).retention_days == 60


def test_a_charter_promises_less_and_all_read_it(atelier: Atelier, arrive: Arrive) -> None:
    http, group = arrive(atelier.amina), atelier.group
    text = group.charter.text
    assert http.post(url("revise_charter", group.pk), {"text": text, "retention_days": "20"}).status_code == 422
    for _ in range(2):
        assert http.post(url("revise_charter", group.pk), {"text": text, "retention_days": "45"}).status_code == 302
    assert (group.charter.number, group.charter.retention_days) == (2, 45)
    for reader in (atelier.amina, atelier.karim):
        assert "erased 45 days after" in arrive(reader).get(url("charter", group.pk)).content.decode()


def test_a_revision_without_days_keeps_them(atelier: Atelier, arrive: Arrive) -> None:
    group = atelier.group
    group.charters.update(retention_days=45)
    assert arrive(atelier.amina).post(url("revise_charter", group.pk), {"text": "Autre."}).status_code == 302
    assert group.charter.retention_days == 45
