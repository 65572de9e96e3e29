"""What `make run` keeps and makes before it serves."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.codev.test_env import settings_say
from tests.services import PATIENCE, ROOT, clean_environment

pytestmark = pytest.mark.xdist_group("local")


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which everything was made ready."""
    folder = tmp_path_factory.mktemp("laptop")
    make_ready(folder)
    return folder


def make_ready(folder: Path) -> None:
    environment = clean_environment(CODEV_VAR=str(folder))
    command = [sys.executable, "-m", "codev.local", "127.0.0.1", "8765"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=PATIENCE)


def rows(file: Path, table: str) -> int:
    with sqlite3.connect(file) as database:
        (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 (our own names)
    database.close()
    return int(count)


def test_secrets_are_made_once_and_for_their_owner(laptop: Path) -> None:
    before = (laptop / "local.env").read_bytes()
    make_ready(laptop)
    assert (laptop / "local.env").read_bytes() == before
    assert os.stat(laptop / "local.env").st_mode & 0o777 == 0o600


def test_the_join_page_is_printed_for_phones(laptop: Path) -> None:
    environment = clean_environment(CODEV_VAR=str(laptop))
    command = [sys.executable, "-m", "codev.local", "192.168.1.20", "8765"]
    said = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True, timeout=PATIENCE
    )
    make_ready(laptop)
    assert "http://192.168.1.20:8765/join/" in said.stdout
    assert sum("█" in line or "▀" in line for line in said.stdout.splitlines()) > 10


def test_databases_are_ready_and_apart(laptop: Path) -> None:
    assert rows(laptop / "codev.sqlite3", "codev_groups_user") >= 0
    assert rows(laptop / "keys.sqlite3", "codev_sessions_contentkey") >= 0
    with pytest.raises(sqlite3.OperationalError):
        rows(laptop / "codev.sqlite3", "codev_sessions_contentkey")


def test_commands_beside_it_share_its_settings(laptop: Path) -> None:
    assert settings_say("CODEV_PLAIN_HTTP", laptop).stdout.strip() == "True"
    assert settings_say("CODEV_BASE_URL", laptop).stdout.strip() == "http://127.0.0.1:8765"


def will_collect(folder: Path) -> bool:
    """Whether `make run` would collect static files into this folder."""
    command = ["make", "--dry-run", "run"]
    environment = clean_environment(CODEV_VAR=str(folder))
    said = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return "collectstatic" in said.stdout


def test_static_files_are_collected_once_for_each_folder(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "the second"
    assert will_collect(second)
    (second / "static").mkdir(parents=True)
    (second / "static/staticfiles.json").touch()
    assert not will_collect(second)
    assert will_collect(first)
