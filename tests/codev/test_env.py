"""Settings start only from an environment that is whole and understood."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.installation import WHOLE
from tests.services import PATIENCE, ROOT, clean_environment

PRINT = "from django.conf import settings as s; print(getattr(s, {!r}))"


def settings_say(name: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Print one setting in a fresh process with this environment alone."""
    whole = clean_environment(CODEV_VAR=str(folder), **environment)
    command = [sys.executable, "-c", PRINT.format(name)]
    return subprocess.run(command, cwd=ROOT, env=whole, capture_output=True, text=True, timeout=PATIENCE)


def setting(name: str, folder: Path, **environment: str) -> str:
    said = settings_say(name, folder, **{**WHOLE, **environment})
    assert said.returncode == 0, said.stderr
    return said.stdout.strip()


def refusal(folder: Path, **environment: str) -> str:
    said = settings_say("DEBUG", folder, **environment)
    assert said.returncode != 0
    return said.stderr.strip().splitlines()[-1].rpartition("ImproperlyConfigured: ")[2]


def test_whole_environment_starts(tmp_path: Path) -> None:
    assert setting("DEBUG", tmp_path) == "False"


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_missing_variable_is_refused(tmp_path: Path, name: str) -> None:
    environment = {key: value for key, value in WHOLE.items() if key != name}
    assert refusal(tmp_path, **environment) == f"{name} is missing."


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS: a wildcard is refused; name the hosts."),
        ("DEBUG", "maybe", "DEBUG: 'maybe' is neither yes (1) nor no (0)."),
        ("CODEV_CONTENT_KEYS", "short", "CODEV_CONTENT_KEYS: each key is 32 bytes in urlsafe base64."),
        ("CODEV_TEXT_MAX", "many", "CODEV_TEXT_MAX: 'many' is not a whole number of at least 100."),
        ("DATABASE_URL", "mysql://u@h/d", "DATABASE_URL: SQLite or PostgreSQL, nothing else."),
    ],
)
def test_value_that_is_not_understood_is_refused(tmp_path: Path, name: str, value: str, reason: str) -> None:
    assert refusal(tmp_path, **{**WHOLE, name: value}) == reason


def test_debug_starts_with_nothing_else(tmp_path: Path) -> None:
    said = settings_say("DEBUG", tmp_path, DEBUG="1")
    assert (said.returncode, said.stdout.strip()) == (0, "True")


def test_local_file_completes_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "local.env").write_text("SECRET_KEY=from the file\nCODEV_DEMO=1\n")
    said = settings_say("SECRET_KEY", tmp_path, **WHOLE)
    assert said.stdout.strip() == WHOLE["SECRET_KEY"]
    assert setting("CODEV_DEMO", tmp_path) == "True"


@pytest.mark.parametrize("name", ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"])
def test_only_plain_http_gives_up_encryption(tmp_path: Path, name: str) -> None:
    assert (setting(name, tmp_path), setting(name, tmp_path, CODEV_PLAIN_HTTP="1")) == ("True", "False")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"PORT": "8123", "HOST": "0.0.0.0"}, "http://127.0.0.1:8123"),
        ({"HOST": "192.168.1.20"}, "http://192.168.1.20:8000"),
        ({"CODEV_BASE_URL": "https://codev.example.org/", "PORT": "1"}, "https://codev.example.org"),
    ],
)
def test_base_url_follows_what_is_served(tmp_path: Path, environment: dict[str, str], expected: str) -> None:
    assert setting("CODEV_BASE_URL", tmp_path, **environment) == expected


def test_base_url_remembers_the_address_served(tmp_path: Path) -> None:
    (tmp_path / "serving.env").write_text("HOST=127.0.0.1\nPORT=8765\n")
    assert setting("CODEV_BASE_URL", tmp_path) == "http://127.0.0.1:8765"


def test_plain_http_serves_the_named_address_only(tmp_path: Path) -> None:
    hosts = setting("ALLOWED_HOSTS", tmp_path, CODEV_PLAIN_HTTP="1", HOST="192.168.1.20")
    assert hosts == "['127.0.0.1', 'localhost', 'codev.example.org', '192.168.1.20']"
    assert setting("ALLOWED_HOSTS", tmp_path, HOST="192.168.1.20") == "['127.0.0.1', 'localhost', 'codev.example.org']"
