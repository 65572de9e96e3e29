"""The databases that the product runs on, in this very process: a test that asks for `database` runs on each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import environ
import pytest
from django.db import connections
from django.db.utils import load_backend
from pytest_django import DjangoDbBlocker

from tests.postgres import new_databases


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
