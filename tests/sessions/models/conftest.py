"""Owners of content keys, and no key that an earlier test left in this process."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from sessions.models import (
    ContentKey,
)
from sessions.models import keys as keys_module


@pytest.fixture(autouse=True)
def _no_key_remembered() -> Iterator[None]:
    keys_module.cache.clear()
    yield
    keys_module.cache.clear()


@pytest.fixture
def owner(db: None) -> uuid.UUID:
    owner = uuid.uuid4()
    ContentKey.objects.make(owner)
    return owner
