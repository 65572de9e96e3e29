"""What every test shares: both databases, compiled catalogues, and services started for the occasion."""

from __future__ import annotations

import pytest

from codev.messages import compile_catalogues

pytest_plugins = ["tests.services", "tests.house"]


def pytest_configure() -> None:
    compile_catalogues()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for the database gets both: no content is read or written without its key."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        asks = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
        if marker or asks:
            wanted = {"databases": ["default", "keys"], **(marker.kwargs if marker else {})}
            item.add_marker(pytest.mark.django_db(**wanted), append=False)
