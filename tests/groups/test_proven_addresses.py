"""How addresses come to be known as somebody's, and that none is lost, nor kept to be read."""

from __future__ import annotations

import threading
from collections.abc import Callable
from io import StringIO
from typing import Any

from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connections
from django.urls import reverse
from pytest_django import Settings

from groups import commands
from groups.ledger import faults
from groups.models import FingerprintKey, Organisation, TypedAddress, User
from groups.pasting import PastedPerson

from .conftest import Arrive, Atelier
from .people import HAKIM, answer, prove, reviews, type_address


def test_the_operator_who_changes_an_address_leaves_the_old_one_known(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(User.objects.create_superuser("op@host.fr", name="Op"))
    page = reverse("admin:codev_groups_user_change", args=[atelier.hakim.pk])
    sent = {"email": "karim@exemple.fr", "name": "Hakim", "is_active": "on"}
    assert http.post(page, sent).status_code == 302
    assert not reviews(atelier.hakim)
    answer(atelier, is_same=False)
    type_address(atelier, HAKIM, atelier.lea)
    assert not reviews(atelier.hakim)


def test_the_operator_who_gives_hrs_role_has_the_members_looked_through(atelier: Atelier, arrive: Arrive) -> None:
    type_address(atelier, atelier.agnes.email)
    http = arrive(User.objects.create_superuser("op@host.fr", name="Op"))
    sent: dict[str, Any] = {"name": "Atelier", "retention_days": 120, "support": ""}
    sent |= {"roles-TOTAL_FORMS": 1, "roles-INITIAL_FORMS": 0, "roles-0-organisation": atelier.organisation.pk}
    sent |= {"roles-0-user": atelier.agnes.pk, "roles-0-role": "hr"}
    page = reverse("admin:codev_groups_organisation_change", args=[atelier.organisation.pk])
    assert http.post(page, sent).status_code == 302
    assert not reviews(atelier.agnes)


def test_new_keys_lose_no_address(atelier: Atelier, settings: Settings) -> None:
    old = settings.CODEV_CONTENT_KEYS
    settings.CODEV_CONTENT_KEYS = [Fernet.generate_key().decode(), *old]
    assert "fingerprints" in call(atelier)
    settings.CODEV_CONTENT_KEYS = settings.CODEV_CONTENT_KEYS[:1]
    assert "fingerprints" in call(atelier)
    type_address(atelier, HAKIM)
    assert not reviews(atelier.hakim)
    assert FingerprintKey.objects.count() == 1


def test_where_all_keys_are_lost_signing_in_goes_on(atelier: Atelier, settings: Settings) -> None:
    settings.CODEV_CONTENT_KEYS = [Fernet.generate_key().decode()]
    prove(atelier.hakim, "h.b@ailleurs.fr")
    type_address(atelier, "h.b@ailleurs.fr")
    assert not reviews(atelier.hakim)


def call(atelier: Atelier) -> str:
    out = StringIO()
    call_command("rotate_content_keys", stdout=out)
    return out.getvalue()


def test_what_is_kept_holds_no_address(atelier: Atelier) -> None:
    type_address(atelier, HAKIM)
    kept = [*TypedAddress.objects.values_list(), *atelier.hakim.proven_addresses.values_list()]
    assert "atelier" not in repr(kept)
    assert FingerprintKey.objects.get().opened.hex() not in FingerprintKey.objects.get().sealed


AT_ONCE = 6


def test_what_is_proved_typed_and_given_at_once_is_found(database: Any) -> None:
    """Whichever of the three is last finds the two others, on whatever machine."""
    organisation = Organisation.objects.create(name="À la fois")
    agnes = User.objects.create_user("agnes@a-la-fois.fr", name="Agnès")
    organisation.roles.create(user=agnes, role="admin")
    amina = User.objects.create_user("amina@a-la-fois.fr", name="Amina")
    organisation.roles.create(user=amina, role="facilitator")
    group = commands.create_group(organisation=organisation, name="Les mardis", by=amina)
    failed: list[Exception] = []
    for place in range(AT_ONCE):
        hakim = User.objects.create_user(f"hakim-{place}@a-la-fois.fr", name="Hakim")
        address = f"h{place}@ailleurs.fr"
        invited = {"email": hakim.email, "name": "Hakim", "role": "hr", "by": agnes}
        people = [PastedPerson(f"Membre {place}", address)]
        at_once(
            database,
            failed,
            lambda user=hakim, address=address: commands.prove_address(user=user, address=address),
            lambda people=people: commands.add_participants(group=group, people=people, by=amina),
            lambda invited=invited: commands.invite_person(organisation=organisation, **invited),
        )
        assert failed == []
        assert [one.answer for one in hakim.same_people.all()] == ["open"]
    assert [*faults(organisation.pk)] == []


def at_once(database: Any, failed: list[Exception], *acts: Callable[[], object]) -> None:
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        if database.vendor == "postgresql":
            connections["default"] = database.copy()
        try:
            start.wait(10)
            act()
        except Exception as error:
            failed.append(error)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
