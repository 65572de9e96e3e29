"""The documents tell the truth: commands, refusals, regions, attributes, links, and the words of the interface."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from codev import ending
from codev.messages import read
from groups import errors, sentences
from groups.errors import CodevError
from sessions import commands
from sessions.demo.people import GROUP
from sessions.forms import commands as forms
from sessions.live.regions.catalogue import FACILITATOR, PARTICIPANTS, REGIONS, SCREEN
from sessions.live.snapshot.snapshot import Snapshot
from sessions.live.snapshot.viewer import Viewer
from sessions.live.stage import Stage
from sessions.sockets import identity
from sessions.views import refusals
from tests.services import ROOT
from tests.sessions.cast import states

LIVE = (ROOT / "docs/live.md").read_text()
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
KINDS = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, CodevError)}
EVERY_COMMAND = {
    "too_many_commands",
    "signed_out",
    "no_session",
    "unknown_command",
    "invalid",
    "key_reused",
    "not_yours_to_do",
    "waiting",
    "unreadable",
    "unavailable",
}
# Of pages that send no command.
OF_PAGES = {"already_told", "attendance_signed", "due_far", "reported_at_opening", "reported_today"}
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#]+)[^)]*\)")  # not pictures, which `make shots` makes
MACHINES = re.compile(r"/(?:home|root|tmp|work|Users|mnt)/|[A-Z]:\\")


def table(heading: str) -> list[list[str]]:
    """The cells of the table below a heading row that begins so."""
    rows = LIVE[LIVE.index(f"| {heading} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def marked(text: str) -> list[str]:
    return re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)


def raised(package: str) -> set[tuple[str, int]]:
    """Code and status of every refusal that a package's source can answer with."""
    return {found for path in sorted((ROOT / package).rglob("*.py")) for found in _refusals(path)}


def _refusals(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name) and node.exc.id == "Stale":
            yield "stale", errors.Stale.status
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS and node.args:
            yield from ((code, KINDS[node.func.id].status) for code in _texts(node.args[0]))
    for function in ("_fault", "called_fault") if path.parts[-2:] == ("pasting", "people.py") else ():
        yield from ((code, errors.Invalid.status) for code in _returned(path, function))


def _returned(path: Path, function: str) -> Iterator[str]:
    """The codes that a function returns, "" being none."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef) and node.name == function:
            returned = [inside.value for inside in ast.walk(node) if isinstance(inside, ast.Return) and inside.value]
            yield from (code for value in returned for code in _texts(value) if code)


def _texts(node: ast.expr) -> list[str]:
    found = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
    return [value for value in found if isinstance(value, str)]


def test_every_command_has_its_row_and_each_row_its_command() -> None:
    assert sorted(name for row in table("`command`") for name in marked(row[0])) == sorted(forms.COMMANDS)


@pytest.mark.parametrize("row", table("`command`"), ids=lambda row: row[0])
def test_a_command_s_fields_are_those_of_its_form(row: list[str]) -> None:
    fields = forms.COMMANDS[row[0].strip("`")]().fields
    optional = set(re.findall(r"`(\w+)`\?", row[1]))

    assert set(re.findall(r"(?:^|, )`(\w+)`", re.sub(r"\([^)]*\)", "", row[1]))) == set(fields) - {"key"}
    assert optional <= {name for name, field in fields.items() if not field.required}


@pytest.mark.parametrize("row", table("`command`"), ids=lambda row: row[0])
def test_a_command_is_whose_the_table_says(row: list[str]) -> None:
    may = commands.COMMANDS[row[0].strip("`")].may.__name__
    whose = {"facilitator": "by_driver", "participant": "by_participant", "facilitator, deputy": "by_facilitator"}
    whose |= {"facilitator, not a deputy": "by_leader", "deputy": "by_deputy"}
    assert may == whose.get(row[2], "by_either")


def test_every_refusal_of_sessions_is_explained_with_its_status() -> None:
    explained = {(marked(code)[0], int(status)) for code, status, _ in table("code")}
    # What to call somebody is said from a session's page, and refused by groups.
    calling = {(code, errors.Invalid.status) for code in _returned(ROOT / "groups/pasting/people.py", "called_fault")}
    calling.add(("called_taken", errors.Invalid.status))
    assert explained == raised("sessions") | calling | {("invalid", 422), ("unavailable", 503)}


def test_every_refusal_of_sessions_is_one_of_a_command() -> None:
    refused = {code for row in table("`command`") for code in marked(row[3])}
    assert refused | EVERY_COMMAND | OF_PAGES == {code for code, _ in raised("sessions")} | {"invalid", "unavailable"}
    assert refused & (EVERY_COMMAND | OF_PAGES) == set()


def test_every_refusal_of_sessions_has_words() -> None:
    assert {code for code, status in raised("sessions") if status != 404} <= set(refusals.SENTENCES)


def test_every_refusal_of_groups_has_words_and_is_named() -> None:
    codes = {code for code, _ in raised("groups")}
    assert codes <= set(sentences.SENTENCES)
    assert codes <= set(marked(LIVE))


def test_every_close_code_is_explained() -> None:
    known = {value for name, value in vars(identity).items() if name.isupper() and value in range(1000, 5000)}
    assert {int(row[0]) for row in table("close code")} == known | {ending.RESTARTS}


def test_every_region_is_explained_for_its_audiences() -> None:
    columns = (FACILITATOR, PARTICIPANTS, SCREEN)
    written = {marked(row[0])[0]: row[1:4] for row in table("region")}
    shown = {
        region.name: [
            ("personal" if region.is_personal else "yes") if column <= region.audiences else "" for column in columns
        ]
        for region in REGIONS
    }
    assert written == shown
    assert len(table("region")) == len(written)  # each has one row


def test_every_attribute_of_the_live_state_is_explained_in_order() -> None:
    snapshot = Snapshot(
        session_id=UUID(int=1),
        revision=0,
        state=states.planned_evening(),
        number=1,
        group_id=UUID(int=2),
        group_name="Les mardis",
        scheduled_at=datetime(2026, 9, 1, tzinfo=UTC),
        zone=ZoneInfo("Europe/Paris"),
        people={},
        guides={},
        notes=(),
        contract=None,
        synthesis="",
        commitments=(),
    )
    element = Stage(snapshot).live_state(Viewer("screen", "fr"), states.SIX_PM)
    assert [marked(row[0])[0] for row in table("attribute")] == re.findall(r"(data-[a-z-]+)=", element)


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    links = [link for link in LINK.findall(document.read_text()) if not link.startswith("https://")]
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.name)
def test_a_page_knows_no_machine(document: Path) -> None:
    assert MACHINES.findall(document.read_text()) == []


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.name)
def test_files_that_a_page_names_exist(document: Path) -> None:
    named = [
        name for name in marked(document.read_text()) if re.fullmatch(r"[\w.-]+(/[\w.-]+)+\.(py|js|html|toml)", name)
    ]
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.name)
def test_what_a_page_says_to_be_in_a_file_is_there(document: Path) -> None:
    said = re.findall(r"((?:`[\w.]+`(?:, | and )?)+) in `([\w/]+\.(?:py|js))`", document.read_text())
    names = ((name.split(".")[-1], file) for found, file in said for name in marked(found))
    assert [(name, file) for name, file in names if not re.search(rf"\b{name}\b", (ROOT / file).read_text())] == []


def test_buttons_that_the_readme_names_are_in_the_french_interface() -> None:
    said = {str(message.string) for message in read("fr")} | {GROUP}
    quoted = re.findall(r"«\s([^»]+)\s»", (ROOT / "README.md").read_text())
    assert [label for label in quoted if label not in said] == []
