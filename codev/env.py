"""Strict readers of the environment and of `var/local.env`: what cannot be understood stops the start."""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})
KEY_BYTES = 32
WAITS_SECONDS = 2.0  # for a connection to PostgreSQL
SQLITE_OPTIONS = {
    # SQLite knows no select_for_update: taking the write lock as a transaction begins is what makes commands wait.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # secure_delete overwrites what is deleted, destroyed keys among it. WAL lets pages read while a command writes.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
    ),
}


class Environment(environ.Env):
    """The process's environment, completed by files: it wins over all of them, an earlier file over a later one.

    os.environ itself is left alone. Readers raise ImproperlyConfigured for what is missing or cannot be understood.
    """

    def __init__(self, *files: Path) -> None:
        super().__init__()
        self.ENVIRON = dict(os.environ)
        for file in files:
            self._complete(file)

    def _complete(self, file: Path) -> None:
        if not file.is_file():
            return
        for line in file.read_text().splitlines():
            name, equals, value = line.partition("=")
            if equals and not name.startswith("#"):
                self.ENVIRON.setdefault(name.strip(), value.strip())

    def text(self, name: str, default: str = "") -> str:
        return str(self.ENVIRON.get(name, default)).strip()

    def flag(self, name: str, default: bool = False) -> bool:
        """A yes or a no; anything else is refused rather than guessed."""
        value = self.text(name, "1" if default else "0").lower()
        if value not in TRUE | FALSE:
            raise ImproperlyConfigured(f"{name}: {value!r} is neither yes (1) nor no (0).")
        return value in TRUE

    def number(self, name: str, default: int, least: int = 0) -> int:
        value = self.text(name) or str(default)
        if not value.isdecimal() or int(value) < least:
            raise ImproperlyConfigured(f"{name}: {value!r} is not a whole number of at least {least}.")
        return int(value)

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def secret(self, name: str, *, debug: bool) -> str:
        """A value that is required, except with DEBUG."""
        value = self.text(name)
        if value or debug:
            return value or "for development only"
        raise ImproperlyConfigured(f"{name} is missing.")

    def hosts(self, name: str, *, debug: bool) -> list[str]:
        """Named hosts, required except with DEBUG. With a wildcard, a forged Host would stand in mailed links."""
        hosts = self.words(name)
        if any("*" in host for host in hosts):
            raise ImproperlyConfigured(f"{name}: a wildcard is refused; name the hosts.")
        if not hosts and not debug:
            raise ImproperlyConfigured(f"{name} is missing.")
        return hosts or ["127.0.0.1", "localhost"]

    def content_keys(self, name: str, *, debug: bool) -> list[str]:
        """Keys of 32 bytes in urlsafe base64, required except with DEBUG: the first seals, all open."""
        keys = self.words(name)
        if not keys and debug:
            return [base64.urlsafe_b64encode(bytes(KEY_BYTES)).decode()]
        if not keys:
            raise ImproperlyConfigured(f"{name} is missing.")
        if not all(map(is_content_key, keys)):
            raise ImproperlyConfigured(f"{name}: each key is {KEY_BYTES} bytes in urlsafe base64.")
        return keys

    def database(self, name: str, file: Path, *, connections: int) -> dict[str, Any]:
        """A database's settings from its URL, SQLite or PostgreSQL alone; without one, an SQLite file.

        `connections`: how many the process's threads keep, so that a smaller pool is refused.
        """
        database: dict[str, Any] = dict(self.db_url_config(self.text(name) or f"sqlite:///{file}"))
        # Django refuses kept connections beside a pool; the threads of codev/pool.py keep theirs by themselves.
        database |= {"CONN_MAX_AGE": 0}
        if database["ENGINE"] == "django.db.backends.sqlite3":
            return database | {"OPTIONS": SQLITE_OPTIONS, "TEST": {"NAME": str(file.with_stem(f"test-{file.stem}"))}}
        if database["ENGINE"] != "django.db.backends.postgresql":
            raise ImproperlyConfigured(f"{name}: SQLite or PostgreSQL, nothing else.")
        pool = {
            "min_size": 1,
            "max_size": self.number("CODEV_DATABASE_POOL", connections, least=connections),
            # As many connections as threads: nobody waits but while the database is away, and is then told soon.
            "timeout": WAITS_SECONDS,
            # Else the pool would try ever more seldom, and come back long after the database has.
            "reconnect_timeout": WAITS_SECONDS,
        }
        # None of before a restart of PostgreSQL leaves the pool; codev/pool.py looks after those that threads keep.
        database |= {"CONN_HEALTH_CHECKS": True}
        return database | {"OPTIONS": {**database.get("OPTIONS", {}), "connect_timeout": 5, "pool": pool}}

    def address(self) -> tuple[str, int]:
        """Host and port that the server listens on, as far as this process can tell."""
        return self.text("HOST") or "127.0.0.1", self.number("PORT", 8000, least=0)

    def base_url(self) -> str:
        """Where people reach the product, for links that are printed outside a request."""
        host, port = self.address()
        reachable = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 (compared, not bound)
        return self.text("CODEV_BASE_URL").rstrip("/") or f"http://{reachable}:{port}"


def is_content_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, altchars=b"-_", validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False
