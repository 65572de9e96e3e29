"""The ledger's chain: what is rewritten is found, by whoever rewrites it, and what is erased breaks nothing."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups import commands, ledger
from groups.models import AccessLedger, Organisation, OrganisationRole, Shown, User
from groups.models.ledger import LedgerQuerySet
from groups.pasting import PastedPerson

from .conftest import Arrive, Atelier, Neighbour

LINES = 5


@pytest.fixture
def looks(atelier: Atelier) -> list[AccessLedger]:
    """Five lines of one organisation, of two groups by turns."""
    other = commands.create_group(organisation=atelier.organisation, name="Les jeudis", by=atelier.amina)
    for place in range(LINES):
        group = other if place % 2 else atelier.group
        commands.record_look(groups=[group], by=atelier.hakim, what=Shown.OVERVIEW, year=2026)
    return list(AccessLedger.objects.order_by("number"))


def verify(*arguments: str) -> str:
    """What the command says, and "exit 1" where it says so."""
    out = StringIO()
    try:
        call_command("verify_ledger", *arguments, stdout=out)
    except CommandError as broken:
        return f"{out.getvalue()}exit {broken.returncode}"
    return out.getvalue()


def rewrite(line: AccessLedger, **fields: Any) -> None:
    """As whoever has the database does."""
    models.QuerySet.update(AccessLedger.objects.filter(pk=line.pk), **fields)


def take_out(line: AccessLedger) -> None:
    AccessLedger.objects.filter(pk=line.pk)._raw_delete("default")


def swap(looks: list[AccessLedger]) -> None:
    one, other = looks[1:3]
    rewrite(one, number=99)
    rewrite(other, number=2)
    rewrite(one, number=3)


def insert(looks: list[AccessLedger]) -> None:
    for line in reversed(looks[2:]):
        rewrite(line, number=line.number + 1)
    looks[2].pk, looks[2]._state.adding = None, True
    looks[2].pk = AccessLedger._meta.pk.get_default()
    looks[2].save()


REWRITING: dict[str, tuple[Callable[[list[AccessLedger]], object], str]] = {
    "another name": (lambda looks: rewrite(looks[2], name="Agnès"), "line 3 was changed: the name is another"),
    "another time": (lambda looks: rewrite(looks[2], looked_at=looks[0].looked_at), "line 3 was changed"),
    "another group": (lambda looks: rewrite(looks[2], group_id=looks[1].group_id), "line 3 was changed"),
    "another kind": (lambda looks: rewrite(looks[2], what=Shown.CSV), "line 3 was changed"),
    "another year": (lambda looks: rewrite(looks[2], year=2025), "line 3 was changed"),
    "another reader": (lambda looks: rewrite(looks[2], reader="0" * 16), "line 3 was changed"),
    "taken out": (lambda looks: take_out(looks[2]), "line 3 is missing"),
    "the first taken out": (lambda looks: take_out(looks[0]), "line 1 is missing"),
    "moved": (swap, "line 2 does not follow line 1"),
    "put in": (insert, "line 4 does not follow line 3"),
}  # fmt: skip


@pytest.mark.parametrize("what", REWRITING)
def test_what_is_rewritten_is_found(looks: list[AccessLedger], neighbour: Neighbour, what: str) -> None:
    assert "exit" not in verify()
    rewriting, fault = REWRITING[what]
    rewriting(looks)
    said = verify()
    assert f"Atelier ({looks[0].organisation_id}): {fault}\n" in said
    assert f"Voisins ({neighbour.organisation.pk}): no line yet\n" in said
    assert said.endswith("exit 1")


def test_a_tail_that_was_cut_off_is_found_by_a_head_that_was_noted(looks: list[AccessLedger]) -> None:
    head = ledger.head_of(looks[0].organisation_id)
    assert head is not None
    assert head.short == f"5:{looks[4].hash[:16]}"
    assert "exit" not in verify("--head", head.short)
    take_out(looks[4])
    assert "exit" not in verify()
    said = verify("--head", head.short)
    assert said.endswith(f"{head.short}: no organisation has this line any more\nexit 1")
    assert verify("--head", "five").endswith("exit 1")


def test_what_was_bound_anew_is_found_by_a_head_that_was_noted(looks: list[AccessLedger], atelier: Atelier) -> None:
    head = ledger.head_of(looks[0].organisation_id)
    assert head is not None
    AccessLedger.objects.all()._raw_delete("default")
    for _ in range(LINES):
        commands.record_look(groups=[atelier.group], by=atelier.hakim, what=Shown.GROUP)
    assert "exit" not in verify()
    assert verify("--head", head.short).endswith("exit 1")


def test_erasing_a_group_or_a_name_breaks_nothing(looks: list[AccessLedger], atelier: Atelier) -> None:
    atelier.group.delete()
    LedgerQuerySet(AccessLedger).forget_name(atelier.hakim)
    atelier.hakim.delete()
    left = AccessLedger.objects.order_by("number")
    assert [(line.number, line.name, line.user, line.reader) for line in left] == [
        (number, "", None, looks[0].reader) for number in range(1, LINES + 1)
    ]
    assert [line.group_id for line in left] == [line.group_id for line in looks]
    assert "5 lines" in verify()


def test_a_year_of_many_groups_is_written_by_one_statement(atelier: Atelier, neighbour: Neighbour) -> None:
    groups = [atelier.group, neighbour.group] * 20
    with CaptureQueriesContext(connection) as captured:
        commands.record_look(groups=groups, by=atelier.hakim, what=Shown.OVERVIEW, year=2026)
    assert sum("INSERT" in query["sql"] for query in captured) == 1
    assert AccessLedger.objects.count() == 40
    assert "exit" not in verify()


AT_ONCE = 4
EACH = 5


def test_looks_at_once_make_one_chain(database: Any) -> None:
    organisation = Organisation.objects.create(name="À la fois")
    hakim = User.objects.create_user("hakim@a-la-fois.fr", name="Hakim")
    groups = [organisation.codev_groups.create(name=f"Groupe {place}") for place in range(2)]
    start, failed = threading.Barrier(AT_ONCE), []

    def look() -> None:
        if database.vendor == "postgresql":
            connections["default"] = database.copy()
        try:
            start.wait(10)
            for _ in range(EACH):
                commands.record_look(groups=groups, by=hakim, what=Shown.OVERVIEW, year=2026)
        except Exception as error:
            failed.append(error)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=look) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    lines = AccessLedger.objects.filter(organisation=organisation)
    assert lines.count() == AT_ONCE * EACH * len(groups)
    assert list(ledger.faults(organisation.pk)) == []


def test_what_is_exported_proves_itself_and_tells_nothing_of_other_groups(
    looks: list[AccessLedger], atelier: Atelier
) -> None:
    """As docs/access.md says that anybody may follow it, with nothing of ours."""
    read = json.loads(json.dumps(ledger.proof(atelier.group, ledger.lines_for(atelier.group))))

    def sha256(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    for line in read["lines"]:
        said = {name: line[name] for name in read["fields"]}
        canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert line["digest"] == sha256(canonical)
        assert line["hash"] == sha256(line["previous"] + line["digest"])
        assert line["named"] == sha256(line["salt"] + line["name"])
    now = read["lines"][0]["previous"]
    for digest in read["digests"]:
        now = sha256(now + digest)
    assert now == read["head"]["hash"]
    assert [line["number"] for line in read["lines"]] == [1, 3, 5]
    assert str(looks[1].group_id) not in json.dumps(read)


# Who is told of when an operator or administrator is put into a group, or looks at it


def told(atelier: Atelier) -> list[tuple[str, str]]:
    return [(line.name, line.what) for line in atelier.group.looks.order_by("number")]


def test_an_administrator_who_is_put_into_a_group_is_a_line(atelier: Atelier) -> None:
    atelier.group.facilitators.all().delete()
    commands.name_facilitator(group=atelier.group, email=atelier.agnes.email, role="facilitator", by=atelier.agnes)
    commands.name_facilitator(group=atelier.group, email=atelier.agnes.email, role="facilitator", by=atelier.agnes)
    assert told(atelier) == [("Agnès", "facilitates")]


def test_nobody_else_who_is_put_into_a_group_is_a_line(atelier: Atelier) -> None:
    assert told(atelier) == []


@pytest.mark.parametrize("how", ["added", "renamed"])
def test_hr_or_the_operator_among_the_members_is_a_line(atelier: Atelier, how: str) -> None:
    operator = User.objects.create_user("op@host.fr", name="Op", is_staff=True)
    if how == "added":
        people = [PastedPerson("Hakim", "HAKIM@atelier.fr"), PastedPerson("Op", operator.email)]
        commands.add_participants(group=atelier.group, people=people, by=atelier.amina)
        assert told(atelier) == [("Op", "belongs"), ("Amina", "typed"), ("Hakim", "doubted")]
    else:
        for _ in range(2):
            commands.rename_participant(participant=atelier.lea, name="Léa", email=operator.email, by=atelier.amina)
        assert told(atelier) == [("Op", "belongs")]


PAGES = {
    "group": "pk",
    "participant": "participants__pk",
    "cycle": "cycles__pk",
    "charter": "charters__pk",
    "personallink": "participants__links__pk",
    "seat": "participants__seats__pk",
}


@pytest.mark.parametrize("model", PAGES)
def test_each_page_of_the_operator_that_shows_a_group_is_a_line(atelier: Atelier, arrive: Arrive, model: str) -> None:
    arrive(atelier.karim)
    http = arrive(User.objects.create_superuser("op@host.fr", name="Op"))
    pk = atelier.group.__class__.objects.filter(**{PAGES[model] + "__isnull": False}).values_list(PAGES[model])[0][0]
    listing = reverse(f"admin:codev_groups_{model}_changelist")
    one = reverse(f"admin:codev_groups_{model}_change", args=[pk])
    for page in (listing, one):
        assert http.head(page).status_code == 200
        assert http.options(page).status_code == 403
    assert told(atelier) == []
    for page in (listing, one, reverse(f"admin:codev_groups_{model}_history", args=[pk])):
        assert http.get(page).status_code == 200
    assert told(atelier) == [("Op", "operator")] * 3


def test_an_operator_who_names_himself_is_a_line(atelier: Atelier, arrive: Arrive) -> None:
    operator = User.objects.create_superuser("op@host.fr", name="Op")
    http = arrive(operator)
    page = reverse("admin:codev_groups_group_change", args=[atelier.group.pk])
    there = list(atelier.group.facilitators.order_by("pk"))
    sent: dict[str, Any] = {"name": "Les mardis", "facilitators-TOTAL_FORMS": 3, "facilitators-INITIAL_FORMS": 2}
    for place, one in enumerate(there):
        sent |= {f"facilitators-{place}-{name}": getattr(one, name) for name in ("id", "group_id", "user_id", "role")}
        sent |= {f"facilitators-{place}-user": one.user_id, f"facilitators-{place}-group": one.group_id}
    sent |= {
        "facilitators-2-user": operator.pk,
        "facilitators-2-role": "deputy",
        "facilitators-2-group": there[0].group_id,
    }
    assert http.post(page, sent).status_code == 302
    assert ("Op", "facilitates") in told(atelier)
    assert OrganisationRole.objects.filter(user=operator).count() == 0
