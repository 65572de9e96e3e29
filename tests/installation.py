"""A whole installation in a folder of its own: its environment, its databases, its servers."""

from __future__ import annotations

import base64
import fcntl
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from pytest_django import DjangoDbBlocker

from tests.services import PATIENCE, ROOT, Daphne, clean_environment

CONTENT_KEY = base64.urlsafe_b64encode(b"0" * 32).decode()
WHOLE = {
    "SECRET_KEY": "s" * 60,
    "ALLOWED_HOSTS": "127.0.0.1,localhost,codev.example.org",
    "CODEV_CONTENT_KEYS": CONTENT_KEY,
}


def environment_of(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a process that serves this folder over plain http."""
    return clean_environment(CODEV_VAR=str(folder), **{**WHOLE, "CODEV_PLAIN_HTTP": "1", **more})


def manage(environment: dict[str, str], *command: str) -> None:
    whole = [sys.executable, "manage.py", *command]
    subprocess.run(whole, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=PATIENCE)


def migrate(environment: dict[str, str]) -> None:
    """Both databases in one process: starting Django is half of what it costs."""
    each = "; ".join(f"call_command('migrate', verbosity=0, database='{name}')" for name in ("default", "keys"))
    manage(environment, "shell", "--no-imports", "-c", f"from django.core.management import call_command; {each}")


def is_well(daphne: Daphne) -> bool:
    with urllib.request.urlopen(f"{daphne.url}/health/", timeout=PATIENCE) as answer:
        return bool(answer.status == 200)


def once_for_all(factory: pytest.TempPathFactory, name: str, prepare: Callable[[Path], None]) -> Path:
    """A folder that the first of all test processes prepares, and the others find."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            made = folder.with_suffix(".made")
            prepare(made)
            made.rename(folder)
    return folder


@pytest.fixture(scope="session")
def migrated(
    tmp_path_factory: pytest.TempPathFactory, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Path:
    """A folder whose databases are ready, to be copied."""

    def prepare(folder: Path) -> None:
        folder.mkdir()
        with django_db_blocker.unblock():
            for connection in connections.all():
                call_command("migrate", verbosity=0, database=connection.alias)
                connection.close()
                shutil.move(connection.settings_dict["NAME"], folder)

    return once_for_all(tmp_path_factory, "migrated", prepare)


@pytest.fixture(scope="session")
def django_db_setup(migrated: Path) -> None:
    """The databases of this process, in a folder of its own already."""
    shutil.copytree(migrated, settings.VAR, dirs_exist_ok=True)


@pytest.fixture
def var(migrated: Path, tmp_path: Path) -> Path:
    """A folder of one's own, with both databases ready."""
    return Path(shutil.copytree(migrated, tmp_path / "var"))
