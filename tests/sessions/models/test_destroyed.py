"""A key that is reported as destroyed is in none of the files that we can reach; until then it stays asked for."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import environ
import psycopg
import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.db.utils import load_backend
from django.test.utils import CaptureQueriesContext

from codev.routers import KEYS
from codev.sealing import KeyGone
from sessions.models import ContentKey
from tests.databases import in_files

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def wrapped(owner: uuid.UUID) -> bytes:
    return bytes(ContentKey.objects.get(pk=owner).wrapped)


def is_kept(secret: bytes) -> bool:
    return secret in in_files(KEYS)


def is_done(owner: uuid.UUID) -> bool:
    return ContentKey.objects.get(pk=owner).destroyed_at is not None


def test_it_is_gone_from_the_files(owner: uuid.UUID) -> None:
    secret = wrapped(owner)
    assert is_kept(secret)

    assert ContentKey.objects.destroy(owner)

    assert is_done(owner)
    assert not is_kept(secret)


def test_many_are_gone_with_the_files_written_anew_once(owner: uuid.UUID) -> None:
    owners = [owner, uuid.uuid4(), uuid.uuid4()]
    for one in owners[1:]:
        ContentKey.objects.make(one)
    secrets = [wrapped(one) for one in owners]
    with CaptureQueriesContext(connections[KEYS]) as statements:
        assert ContentKey.objects.destroy(*owners)
    assert sum(one["sql"] == "VACUUM" for one in statements.captured_queries) == 1
    assert not any(is_kept(secret) for secret in secrets)
    assert all(is_done(one) for one in owners)


ELSEWHERE = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as other:
    other.execute("INSERT INTO codev_sessions_contentkey VALUES (?, x'00', '2026-01-01', NULL, NULL)", [sys.argv[2]])
other.close()
"""


def test_what_another_process_writes_afterwards_is_seen(owner: uuid.UUID) -> None:
    """Whoever opens and closes the file in this process would have lost its locks, and with them the log."""
    ContentKey.objects.destroy(owner)
    file, other = str(connections[KEYS].settings_dict["NAME"]), uuid.uuid4()
    for one in (other, uuid.uuid4()):
        subprocess.run([sys.executable, "-c", ELSEWHERE, file, one.hex], check=True)
        assert ContentKey.objects.filter(pk=one).exists()
        ContentKey.objects.make(mine := uuid.uuid4())
        with closing(sqlite3.connect(file)) as reader:
            found = reader.execute("SELECT 1 FROM codev_sessions_contentkey WHERE owner = ?", [mine.hex])
            assert found.fetchone()


def test_while_somebody_reads_an_older_state_it_stays_asked_for(owner: uuid.UUID) -> None:
    secret = wrapped(owner)
    with closing(sqlite3.connect(str(connections[KEYS].settings_dict["NAME"]), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM codev_sessions_contentkey").fetchone()

        assert not ContentKey.objects.destroy(owner)
        assert is_kept(secret)
        assert not is_done(owner)
        with pytest.raises(KeyGone):
            ContentKey.objects.key_of(owner)
        assert ContentKey.objects.finish_destroying() == 1

    call_command("close_forgotten")
    assert is_done(owner)
    assert not is_kept(secret)
    assert ContentKey.objects.finish_destroying() == 0


def test_what_was_cut_short_after_the_intent_is_finished(owner: uuid.UUID) -> None:
    secret = wrapped(owner)
    ContentKey.objects.filter(pk=owner).update(destroy_intended_at="2026-01-01T00:00:00Z")

    assert ContentKey.objects.finish_destroying() == 0

    assert wrapped(owner) == b""
    assert not is_kept(secret)


def test_within_a_transaction_that_may_be_rolled_back_it_is_not_done(owner: uuid.UUID) -> None:
    with transaction.atomic(using=KEYS):
        assert not ContentKey.objects.destroy(owner)
    assert not is_done(owner)
    assert ContentKey.objects.finish_destroying() == 0


@pytest.fixture
def on_postgresql(postgres_server: str) -> Iterator[Path]:
    """Keys lie in a PostgreSQL: the folder of its tables."""
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as server:
        server.execute("CREATE DATABASE destroyed")
        folder = Path(server.execute("SHOW data_directory").fetchone()[0]) / "base"
    usual = connections[KEYS]
    config = usual.settings_dict | environ.Env.db_url_config(f"{postgres_server}/destroyed") | {"OPTIONS": {}}
    connections[KEYS] = load_backend(config["ENGINE"]).DatabaseWrapper(config, KEYS)
    try:
        call_command("migrate", database=KEYS, verbosity=0)
        yield folder
    finally:
        connections[KEYS].close()
        connections[KEYS] = usual


def in_tables(folder: Path, secret: bytes) -> bool:
    with connections[KEYS].cursor() as cursor:
        cursor.execute("CHECKPOINT")
    return any(secret in file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_it_is_gone_from_the_tables_of_postgresql(on_postgresql: Path) -> None:
    owner, other = uuid.uuid4(), uuid.uuid4()
    for one in (owner, other):
        ContentKey.objects.make(one)
    secret, kept = wrapped(owner), wrapped(other)
    assert in_tables(on_postgresql, secret)
    with psycopg.connect(connections[KEYS].connection.info.dsn) as reader:
        reader.execute("SELECT count(*) FROM codev_sessions_contentkey")  # and its transaction stays open

        assert not ContentKey.objects.destroy(owner)
        assert not is_done(owner)

    assert ContentKey.objects.finish_destroying() == 0
    assert is_done(owner)
    assert not in_tables(on_postgresql, secret)
    assert in_tables(on_postgresql, kept)
