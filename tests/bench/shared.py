"""The product as it is scaled: several processes on one PostgreSQL and one Redis, all thrown away afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.contestants import settings_of
from tests.bench.servers import Server, serving, told
from tests.installation import migrate
from tests.postgres import new_databases, running_postgres
from tests.services import running_redis
from tests.tools import is_here


@dataclass
class Shared:
    """Processes on the same databases, where the database is, and the sessions in it."""

    servers: list[Server]
    database: str
    described: list[dict[str, Any]]


def can_share() -> bool:
    """Whether PostgreSQL and Redis are installed here."""
    return is_here("postgres") and is_here("redis-server")


@contextmanager
def sharing(processes: int, rooms: int, participants: int) -> Iterator[Shared]:
    """So many processes, with so many running sessions."""
    with ExitStack() as stack:
        postgres = stack.enter_context(running_postgres())
        redis = stack.enter_context(running_redis())
        var = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="codev-bench-")))
        urls = new_databases(postgres.url, "bench", of="template1")
        environment = settings_of(var, REDIS_URL=redis, **urls)
        migrate(environment)
        described = told(environment, "-m", "tests.bench.seeding", str(rooms), str(participants), "0")
        servers = [stack.enter_context(serving(environment)) for _ in range(processes)]
        yield Shared(servers, urls["DATABASE_URL"], described)
