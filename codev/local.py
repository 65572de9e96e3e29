"""What `make run` keeps in `var/`: the secrets of a laptop, and the address served. `python -m codev.local`."""

from __future__ import annotations

import base64
import os
import secrets
import sys
from pathlib import Path

LOCAL = """\
SECRET_KEY={secret}
CODEV_CONTENT_KEYS={key}
CODEV_DEMO=1
CODEV_PLAIN_HTTP=1
ALLOWED_HOSTS=127.0.0.1,localhost
"""


def var() -> Path:
    return Path(os.environ.get("CODEV_VAR") or Path(__file__).resolve().parent.parent / "var")


def keep_secrets(folder: Path) -> None:
    """Make the laptop's secrets once, readable by its owner alone."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "local.env"
    if file.exists():
        return
    key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as local:
        local.write(LOCAL.format(secret=secrets.token_urlsafe(50), key=key))


def keep_address(folder: Path, host: str, port: str) -> None:
    """Write down what is served, so that every command prints links that open."""
    (folder / "serving.env").write_text(f"HOST={host}\nPORT={port}\n")


def main(arguments: list[str]) -> None:
    keep_secrets(var())
    if len(arguments) == 2:
        keep_address(var(), *arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
