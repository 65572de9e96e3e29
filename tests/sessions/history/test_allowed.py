"""HR's code reads what it may and nothing else: by what it imports, and by every statement it sends."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.models import Organisation
from tests.services import ROOT
from tests.sessions.cast.past import Past, held, paris, planned, settle

HISTORY = sorted((ROOT / "sessions/history").glob("*.py"))
READ = {
    "codev_sessions_session": {
        "id",
        "cycle_id",
        "number",
        "status",
        "scheduled_at",
        "time_zone",
        "minutes",
        "held_minutes",
        "consultations",
        "is_end_estimated",
        "was_left_open",
        "attended",
    },
    "codev_sessions_phaserun": {"id", "session_id", "entered_at", "left_at"},
    "codev_sessions_attendance": {"session_id", "participant_id", "arrived_at", "left_at"},
    "codev_sessions_correction": {"id", "session_id", "participant_id", "new", "made_at"},
    "codev_groups_participant": {"id", "group_id", "name", "erased_at"},
    "codev_groups_sameperson": {"group_id", "user_id", "ground", "answer"},
    "codev_groups_cycle": {"id", "group_id", "number", "title", "nature", "objectives"},
    "codev_groups_group": {
        "id",
        "organisation_id",
        "name",
        "created_at",
        "is_passing",
        "is_rehearsal",
        "shows_airtime",
        "time_zone",
        "calendar_name",
        "names_in_memory",
        "archived_at",
    },
    "codev_groups_organisation": {
        "id",
        "name",
        "counts_breaks",
        "attendance_years",
        "training_name",
        "training_number",
        "training_address",
    },
    "codev_groups_groupfacilitator": {"group_id", "user_id", "role"},
    "codev_groups_organisationrole": {"organisation_id", "user_id", "role"},
}
OWN = {"codev_groups_user", "codev_groups_accessledger", "django_session"}
NAMED = re.compile(r'(?:FROM|JOIN) "(\w+)"(?: (?:AS )?"?(\w+)"?)?')
COLUMN = re.compile(r'"?(\w+)"?\."(\w+)"')


def columns(statement: str) -> Iterator[tuple[str, str]]:
    """Table and column of everything that a statement names, whatever each SELECT in it calls its tables."""
    for part in statement.split("SELECT"):
        yield from _columns(part)


def _columns(part: str) -> Iterator[tuple[str, str]]:
    aliases = {alias: table for table, alias in NAMED.findall(part) if alias}
    for table, column in COLUMN.findall(part):
        yield aliases.get(table, table), column


def imported(source: str) -> Iterator[tuple[str, str]]:
    """Module and name of every import of the product's own."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            yield from (("." * node.level + (node.module or ""), alias.name) for alias in node.names)
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


@pytest.fixture
def past(db: None) -> Past:
    past = settle()
    Organisation.objects.update(training_name="Institut")
    held(past.group.cycle, paris(2026, 1, 12), came={past.people["ana"]: 0})
    planned(past.group.cycle, paris(2026, 9, 1))
    return past


@pytest.fixture
def hakim(past: Past) -> Client:
    return past.browser("hakim")


def statements(http: Client, *addresses: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        answers = [http.get(address).status_code for address in addresses]
    assert answers == [200] * len(addresses)
    return [query["sql"] for query in captured]


def every_page(past: Past, http: Client) -> list[str]:
    """What all that HR may open sends to the database."""
    group, cycle = past.group.pk, past.group.cycle.number
    files = reverse("sessions:attendance_csv", args=[group]), reverse("sessions:attendance_xlsx", args=[group])
    papers = (
        reverse("sessions:reviewed_sheet", args=[group, cycle]),
        reverse("sessions:reviewed_certificate", args=[group, cycle, past.people["ana"].pk]),
    )
    pages = reverse("sessions:history"), reverse("sessions:group_history", args=[group]), "/history/?year=2026"
    return statements(http, *pages, *files, *papers)


def test_the_pages_of_hr_read_the_allowed_columns_and_no_others(past: Past, hakim: Client) -> None:
    found: dict[str, set[str]] = {}
    for table, column in (pair for statement in every_page(past, hakim) for pair in columns(statement)):
        if table not in OWN:
            found.setdefault(table, set()).add(column)
    assert found == READ


def test_the_pages_of_hr_name_no_other_table(past: Past, hakim: Client) -> None:
    sent = every_page(past, hakim)
    named = {table for statement in sent for table in re.findall(r'"((?:codev|django|account)_\w+)"', statement)}
    assert named == {*READ, *OWN}


def test_nothing_is_read_whole(past: Past, hakim: Client) -> None:
    sent = every_page(past, hakim)
    assert [statement for statement in sent if re.search(r"SELECT \*|\w\.\*", statement)] == []


def test_figures_and_meetings_alone_import_rows_and_only_these() -> None:
    models = {
        path.stem: {name for module, name in imported(path.read_text()) if "models" in module.split(".")}
        for path in HISTORY
    }
    assert {stem: names for stem, names in models.items() if names} == {
        "figures": {"Session", "Group", "Count", "Max", "Min", "Q", "QuerySet", "Sum"},
        "meetings": {"Attendance", "Correction", "PhaseRun", "Session", "Max", "Min", "QuerySet"},
        "training": {"Cycle", "Group", "LATE", "Part", "Q", "Session"},
        "periods": {"Case", "Q", "Value", "When"},
    }


def test_history_stands_on_nothing_that_knows_words() -> None:
    modules = {module for path in HISTORY for module, _ in imported(path.read_text())}
    assert {module for module in modules if module.startswith("..")} == {
        "..models.evidence",
        "..models.rounds",
        "..models.session",
    }
