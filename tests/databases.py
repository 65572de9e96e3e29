"""The databases that the product runs on, in this very process: a test that asks for `database` runs on each."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import environ
import pytest
from django.db import connections
from django.db.utils import load_backend
from pytest_django import DjangoDbBlocker

from tests.postgres import new_databases


def in_files(*aliases: str) -> bytes:
    """All that lies in the files of these SQLite databases, their logs among them.

    Read by another process: a file that is closed in this one takes SQLite's locks along, and whoever then writes from
    elsewhere takes the log away from under the connections of all tests that follow.
    """
    names = [Path(str(connections[alias].settings_dict["NAME"])) for alias in aliases]
    files = [file for name in names for file in name.parent.glob(f"{name.name}*")]
    assert set(names) <= set(files)
    return subprocess.run(["cat", *map(str, files)], capture_output=True, check=True).stdout


@pytest.fixture(scope="session")
def on_postgres(postgres_server: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """A connection to a PostgreSQL whose tables are ready. What tests leave there is another tenant's to the next."""
    url = new_databases(postgres_server, "shared")["DATABASE_URL"]
    config = connections["default"].settings_dict | environ.Env.db_url_config(url) | {"OPTIONS": {}}
    with django_db_blocker.unblock():
        connection = load_backend(config["ENGINE"]).DatabaseWrapper(config, "default")
        yield connection
        connection.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[Any]:
    """Where this thread's `default` lies during a test: in the usual file, or in a real PostgreSQL."""
    usual = connections["default"]
    if request.param == "postgresql":
        connections["default"] = request.getfixturevalue("on_postgres")
    yield connections["default"]
    connections["default"] = usual
