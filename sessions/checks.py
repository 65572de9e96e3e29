"""System checks of what an operator configures for sessions: the folder of an organisation's own protocols."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .rulebook.protocol import shelf


# codev/asgi.py runs the checks tagged "serving": a server does not start either while a file is wrong.
@register("serving")
def own_protocols_are_sound(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    folder = settings.CODEV_PROTOCOLS_DIR
    if folder and not Path(folder).is_dir():
        return [Error(f"CODEV_PROTOCOLS_DIR: {folder} is not a folder.", id="codev.E003")]
    hint = "Correct the file or take it out of CODEV_PROTOCOLS_DIR; manage.py check_protocols says the same."
    return [Error(str(fault), hint=hint, id="codev.E004") for fault in shelf.faults(shelf.files(folder))]
