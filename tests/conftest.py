"""What every test shares: both databases, compiled catalogues, and services started for the occasion."""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core.management.color import no_style
from django.db import connections
from django.http import HttpRequest
from django.test import TransactionTestCase
from django.utils import translation

from codev.messages import compile_catalogues

pytest_plugins = [f"tests.{name}" for name in ("services", "installation", "postgres", "databases", "loops", "smtp")]


# What migrations made is left in place: making content types and permissions anew took a fifth of all tests' time.
MADE_BY_MIGRATIONS = {"django_content_type", "auth_permission"}
SERVES = {"start_daphne", "postgres_server", "redis_server"}


def pytest_configure() -> None:
    compile_catalogues()
    TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined]
    sys.addaudithook(refuse_to_read_databases)
    user_logged_in.connect(take_the_second_step)


def take_the_second_step(request: HttpRequest, user: Any, **more: Any) -> None:
    """Whom a test signs in itself (`force_login`, whose request has no address) took it, as by a demonstration's link.

    Through the pages nobody is spared it; `tests.second_step.in_one_step` takes it back.
    """
    if not request.path:
        request.session["second_step"] = {"user": user.pk, "how": "demo"}


def refuse_to_read_databases(event: str, arguments: tuple[Any, ...]) -> None:
    """Whoever reads a database's file in this process breaks tests that come much later (`databases.in_files`)."""
    if event == "open" and arguments[1] in {"r", "rb"} and str(arguments[0]).startswith(f"{settings.VAR}/"):
        assert ".sqlite3" not in str(arguments[0]), "See in_files of tests/databases.py."


def empty(case: TransactionTestCase) -> None:
    """Nothing is left of a test that committed."""
    for alias in case._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
        operations = connections[alias].ops
        operations.execute_sql_flush(operations.sql_flush(no_style(), _tables(alias)))


@cache
def _tables(alias: str) -> list[str]:
    names = connections[alias].introspection.django_table_names(only_existing=True, include_views=False)
    return [name for name in names if name not in MADE_BY_MIGRATIONS]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for the database gets both: no content is read or written without its key.

    Those that start servers begin first, which pytest-django puts last: they are long and wait, others fill the end.
    """
    items.sort(key=lambda item: not (item.get_closest_marker("xdist_group") or SERVES & {*item.fixturenames}))
    for item in items:
        marker = item.get_closest_marker("django_db")
        asks = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
        if marker or asks:
            wanted = {"databases": ["default", "keys"], **(marker.kwargs if marker else {})}
            item.add_marker(pytest.mark.django_db(**wanted), append=False)


@pytest.fixture(autouse=True)
def own_language() -> None:
    """Each test begins in the installation's language: a request before it, in this thread, may have left another."""
    translation.deactivate()
