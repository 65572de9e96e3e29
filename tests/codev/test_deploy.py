"""The documented production setting is safe, and every variable is documented."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from codev.checks import bells_are_not_open_to_a_network
from tests.services import PATIENCE, ROOT, clean_environment

DOCUMENT = (ROOT / "docs/operating.md").read_text()


def documented() -> dict[str, str]:
    """The environment of the page's example."""
    (example,) = re.findall(r"```sh production\n(.*?)```", DOCUMENT, re.DOTALL)
    return dict(line.split("=", 1) for line in example.splitlines())


def deploy(folder: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    environment = clean_environment(CODEV_VAR=str(folder), **{**documented(), **changed})
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE)


def test_documented_production_is_clean(tmp_path: Path) -> None:
    said = deploy(tmp_path)
    assert (said.returncode, said.stderr) == (0, "")


UNSAFE = {
    "codev.W001": {"KEYS_DATABASE_URL": ""},
    "codev.W002": {"CODEV_DEMO": "1"},
    "codev.W003": {"EMAIL_URL": ""},
    "codev.W004": {"CODEV_BASE_URL": ""},
    "codev.W005": {"CODEV_OPERATOR": ""},
    "codev.W006": {"REDIS_URL": "redis://codev:password@redis.internal:6379/0"},
    "security.W012": {"CODEV_PLAIN_HTTP": "1"},
}


def told(folder: Path, **changed: str) -> set[str]:
    """What is wrong with that."""
    said = deploy(folder, **changed)
    assert said.returncode == 1
    return set(re.findall(r"\((\w+\.[EW]\d+)\)", said.stderr))


def test_unsafe_production_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, **{name: value for one in UNSAFE.values() for name, value in one.items()}) >= UNSAFE.keys()
    assert told(tmp_path, KEYS_DATABASE_URL=documented()["DATABASE_URL"]) == {"codev.E002"}


@pytest.mark.long
@pytest.mark.parametrize("identifier", UNSAFE)
def test_unsafe_production_is_told_by_itself(tmp_path: Path, identifier: str) -> None:
    assert told(tmp_path, **UNSAFE[identifier]) & UNSAFE.keys() == {identifier}


@pytest.mark.parametrize(
    ("url", "is_told"),
    [
        ("", False),
        ("redis://127.0.0.1:6379", False),
        ("redis://[::1]:6379/1", False),
        ("redis://localhost", False),
        ("unix:///run/redis.sock", False),
        ("rediss://codev:password@redis.internal:6379/0", False),
        ("rediss://:password@10.0.0.7", False),
        ("rediss://redis.internal", True),
        ("redis://:password@10.0.0.7", True),
        ("redis://localhost.example.org", True),
    ],
)
def test_a_redis_beyond_this_machine_has_a_password_and_tls(settings: Settings, url: str, is_told: bool) -> None:
    settings.REDIS_URL = url
    assert [one.id for one in bells_are_not_open_to_a_network(None)] == ["codev.W006"] * is_told


def test_every_variable_is_documented() -> None:
    source = "".join(
        (ROOT / "codev" / name).read_text() for name in ("settings.py", "env.py", "oidc.py", "mail_service.py")
    )
    asked = r"(?:\.(?:flag|text|number|words|secret|hosts|content_keys|database)\(|_needed\(env, )"
    read = set(re.findall(asked + r"\s*\"([A-Z_]+)\"", source))
    table = {name for row in re.findall(r"^\| (`[A-Z_`, ]+) \|", DOCUMENT, re.M) for name in re.findall("[A-Z_]+", row)}
    assert read | {"CODEV_VAR"} == table
