"""An organisation's own protocols: a folder of files, checked, offered after those that are shipped."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from pytest_django import Settings

from sessions.models.protocols import offer, offered
from sessions.rulebook.protocol.protocol import catalogue
from tests.installation import environment_of
from tests.services import PATIENCE, ROOT
from tests.sessions.cast.evening import gather

TROIKA = catalogue()["troika"].read_text("utf-8")


def copy(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    """Troika as an organisation's own file of that name."""
    text = TROIKA.replace('key = "troika"', f'key = "{name}"')
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.CODEV_PROTOCOLS_DIR = str(tmp_path)
    return tmp_path


@pytest.fixture
def duo(folder: Path) -> Path:
    return copy(folder, "duo", ('title.fr = "Troïka"', 'title.fr = "Duo maison"'), ("largest = 3", "largest = 4"))


def complaints() -> list[str]:
    return [message.msg for message in run_checks(tags=["serving"]) if message.id in ("codev.E003", "codev.E004")]


def said(*paths: Path) -> tuple[int, list[str]]:
    """The exit code and lines of `manage.py check_protocols`."""
    out, code = StringIO(), 0
    try:
        call_command("check_protocols", *map(str, paths), stdout=out)
    except SystemExit as stop:
        code = int(stop.code or 0)
    return code, out.getvalue().splitlines()


def test_nothing_is_wrong_without_a_folder() -> None:
    assert complaints() == []
    assert list(offered()) == list(catalogue())


def test_own_protocols_come_after_the_shipped_ones(duo: Path) -> None:
    assert complaints() == []
    assert list(offered()) == [*catalogue(), "duo"]
    assert (offer("duo").title.fr, offer("duo").largest) == ("Duo maison", 4)


def test_a_session_is_planned_by_an_own_protocol_and_goes_on_without_its_file(db: None, duo: Path) -> None:
    evening = gather()
    http = evening.browser("claire", language="fr")
    plan = f"/groups/{evening.group.pk}/plan/"
    assert "Duo maison" in http.get(plan).content.decode().partition("Autres méthodes")[2]

    answer = http.post(plan, {"scheduled_at": "2099-01-31T18:00", "protocol_key": "duo"})

    evening.session_id = answer["Location"].split("/")[2]
    duo.unlink()
    evening.do("claire", "open")
    assert (evening.session.protocol.key, evening.session.minutes) == ("duo", 31)
    assert evening.session.load().status == "open"


@pytest.mark.parametrize(
    ("name", "changes", "reason"),
    [
        ("troika", (), "key: 'troika' is shipped already"),
        ("trio", (('key = "trio"', 'key = "duo"'),), "key: must be the file's name 'trio'"),
        ("trio", (('floor = "free"', 'floor = "loud"'),), "round[1].floor: unknown floor 'loud'"),
        ("trio", (('source = "', "source = “"),), "is not TOML: Invalid value (at line 7, column 10)"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason_and_not_offered(
    folder: Path, name: str, changes: tuple[tuple[str, str], ...], reason: str
) -> None:
    path = copy(folder, name, *changes)

    assert complaints() == [f"{path}: {reason}"]
    assert said(path) == (1, [f"{path}: {reason}"])
    assert offered() == catalogue()


def test_a_folder_that_is_none_is_refused(folder: Path, settings: Settings) -> None:
    settings.CODEV_PROTOCOLS_DIR = str(folder / "nowhere")

    assert complaints() == [f"CODEV_PROTOCOLS_DIR: {folder / 'nowhere'} is not a folder."]


def test_check_protocols_looks_at_shipped_and_own_files(duo: Path) -> None:
    assert said() == (0, [f"{path}: OK" for path in (*catalogue().values(), duo)])


def test_check_protocols_looks_into_folders_and_at_files(folder: Path, duo: Path) -> None:
    trio = copy(folder, "trio", ("weight = 5", "weight = 0"))

    lines = [f"{duo}: OK", f"{trio}: round[2].weight: must be a positive whole number"]
    assert said(folder) == (1, lines)
    assert said(duo) == (0, lines[:1])


def test_check_protocols_says_what_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.toml"

    assert said(path) == (1, [f"{path}: cannot be read: No such file or directory"])


def test_a_server_does_not_start_with_a_bad_file_which_check_protocols_explains(tmp_path: Path) -> None:
    path = copy(tmp_path, "trio", ('floor = "free"', 'floor = "loud"'))
    environment = environment_of(tmp_path, CODEV_PROTOCOLS_DIR=str(tmp_path))

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        whole = [sys.executable, *command]
        return subprocess.run(whole, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE)

    reason = f"{path}: round[1].floor: unknown floor 'loud'"
    serve, explain = run("-c", "import codev.asgi"), run("manage.py", "check_protocols", str(path))
    assert (serve.returncode, explain.returncode) == (1, 1)
    assert reason in serve.stderr
    assert explain.stdout.splitlines() == [reason]
