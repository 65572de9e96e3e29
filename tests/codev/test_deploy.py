"""The documented production setting is safe, and every variable is documented."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    ("changed", "identifier"),
    [
        ({"EMAIL_URL": ""}, "codev.W003"),
        ({"CODEV_DEMO": "1"}, "codev.W002"),
        ({"CODEV_BASE_URL": ""}, "codev.W004"),
        ({"CODEV_OPERATOR": ""}, "codev.W005"),
        ({"KEYS_DATABASE_URL": ""}, "codev.W001"),
        ({"KEYS_DATABASE_URL": documented()["DATABASE_URL"]}, "codev.E002"),
        ({"CODEV_PLAIN_HTTP": "1"}, "security.W012"),
    ],
)
def test_unsafe_production_is_told(tmp_path: Path, changed: dict[str, str], identifier: str) -> None:
    said = deploy(tmp_path, **changed)
    assert said.returncode == 1
    assert identifier in said.stderr


def test_every_variable_is_documented() -> None:
    source = (ROOT / "codev/settings.py").read_text() + (ROOT / "codev/env.py").read_text()
    read = set(re.findall(r"\.(?:flag|text|number|words|secret|hosts|content_keys|database)\(\s*\"([A-Z_]+)\"", source))
    table = {name for row in re.findall(r"^\| (`[A-Z_`, ]+) \|", DOCUMENT, re.M) for name in re.findall("[A-Z_]+", row)}
    assert read | {"CODEV_VAR"} == table
