"""A second step that was lost: who may have it set up anew, what that does, and what says so."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from groups import commands, factors
from groups.errors import NotAllowed
from groups.models import AccessLedger, Shown, User
from tests.mails import delivered
from tests.second_step import give_app

from .conftest import Arrive, Atelier, Neighbour, url


def lines() -> list[tuple[str, str, object]]:
    return [(line.name, line.what, line.group_id) for line in AccessLedger.objects.order_by("number")]


def test_an_administrator_does_it_for_a_colleague(atelier: Atelier, arrive: Arrive) -> None:
    give_app(atelier.hakim)
    agnes, hakim = arrive(atelier.agnes), arrive(atelier.hakim)
    page = url("reset_second_step", atelier.organisation.pk, atelier.hakim.pk)
    assert page in agnes.get(url("organisation", atelier.organisation.pk)).content.decode()
    assert '<form method="post" class="row"' in agnes.get(page).content.decode()
    assert agnes.post(page).status_code == 302
    assert not factors.has_factor(atelier.hakim)
    assert hakim.get("/account/").status_code == 302
    assert lines() == [("Agnès", "reset", None)]
    assert [message.to for message in delivered()] == [[atelier.hakim.email]]


def test_all_groups_read_it_and_its_proof_holds(atelier: Atelier, arrive: Arrive) -> None:
    amina = arrive(atelier.amina)
    commands.record_look(groups=[atelier.group], by=atelier.hakim, what=Shown.GROUP)
    commands.reset_second_step(organisation=atelier.organisation, user=atelier.hakim, by=atelier.agnes)
    page = amina.get(f"/groups/{atelier.group.pk}/ledger/").content.decode()
    assert "deuxième étape" in page
    proof = json.loads(amina.get(f"/groups/{atelier.group.pk}/ledger.json").content)
    assert [(line["what"], line["group"]) for line in proof["lines"]] == [
        ("group", str(atelier.group.pk)),
        ("reset", None),
    ]
    call_command("verify_ledger", stdout=StringIO())


@pytest.mark.parametrize("who", ["amina", "hakim", "david"])
def test_nobody_else_may(atelier: Atelier, who: str) -> None:
    give_app(atelier.amina)
    with pytest.raises(NotAllowed):
        commands.reset_second_step(organisation=atelier.organisation, user=atelier.amina, by=getattr(atelier, who))
    assert factors.has_factor(atelier.amina)
    assert lines() == []


def one_s_own(atelier: Atelier, neighbour: Neighbour) -> User:
    return atelier.agnes


def the_operator_s(atelier: Atelier, neighbour: Neighbour) -> User:
    User.objects.filter(pk=atelier.hakim.pk).update(is_staff=True)
    return User.objects.get(pk=atelier.hakim.pk)


def of_another_organisation_too(atelier: Atelier, neighbour: Neighbour) -> User:
    neighbour.organisation.roles.create(user=atelier.hakim, role="hr")
    return atelier.hakim


@pytest.mark.parametrize("whose", [one_s_own, the_operator_s, of_another_organisation_too])
def test_what_is_not_the_organisation_s_alone_is_the_operator_s(
    atelier: Atelier, neighbour: Neighbour, arrive: Arrive, whose: object
) -> None:
    user = whose(atelier, neighbour)  # type: ignore[operator]
    give_app(user)
    agnes, page = arrive(atelier.agnes), url("reset_second_step", atelier.organisation.pk, user.pk)
    assert '<form method="post" class="row"' not in agnes.get(page).content.decode()
    assert agnes.post(page).status_code == 403
    assert factors.has_factor(user)
    call_command("reset_account", user.email, "--second-step", stdout=StringIO())
    assert not factors.has_factor(user)
    organisations = set(user.roles.values_list("organisation", flat=True))
    assert {line.organisation_id for line in AccessLedger.objects.filter(what="reset", user=None)} == organisations


def test_the_only_administrator_asks_the_operator_and_is_back(atelier: Atelier, arrive: Arrive) -> None:
    give_app(atelier.agnes)
    http = arrive(atelier.agnes)
    call_command("reset_account", f" {atelier.agnes.email.upper()}", "--second-step", stdout=StringIO())
    assert Authenticator.objects.count() == 0
    assert http.get("/account/").status_code == 302
    atelier.agnes.refresh_from_db()
    again: Client = arrive(atelier.agnes)
    assert again.get("/account/").status_code == 200
    with pytest.raises(CommandError):
        call_command("reset_account", "nobody@example.org", "--second-step")


def test_a_stranger_is_not_found(atelier: Atelier, neighbour: Neighbour, arrive: Arrive) -> None:
    page = url("reset_second_step", atelier.organisation.pk, neighbour.bruno.pk)
    assert arrive(atelier.agnes).get(page).status_code == 404
