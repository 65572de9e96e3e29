"""What `make run` does before it serves: secrets and the address in `var/`, both databases, demo data once."""

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
    # Made for its owner alone: restricted only after it was written, it could be read in between.
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as local:
        local.write(LOCAL.format(secret=secrets.token_urlsafe(50), key=key))


def keep_address(folder: Path, host: str, port: str) -> None:
    """Write down what is served, so that every command prints links that open."""
    (folder / "serving.env").write_text(f"HOST={host}\nPORT={port}\n")


def make_ready() -> None:
    """Migrate both databases and make the demo data once; in one process, because starting Django is what costs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codev.settings")
    # Imported here: settings are read from the files that `main` has just written.
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0, database="keys")
    call_command("demo")
    show_door()


def show_door() -> None:
    """For phones in the room: the join page as a QR code, where it leads anywhere but to this machine."""
    from django.conf import settings

    from codev.addresses import is_loopback
    from codev.qr import terminal

    address = f"{settings.CODEV_BASE_URL}/join/"
    if not is_loopback(address):
        print(f"\n{terminal(address)}\n{address}\n")


def main(arguments: list[str]) -> None:
    """Without arguments keep the secrets; with a host and a port, make everything ready to serve there."""
    keep_secrets(var())
    if len(arguments) == 2:
        keep_address(var(), *arguments)
        make_ready()


if __name__ == "__main__":
    main(sys.argv[1:])
