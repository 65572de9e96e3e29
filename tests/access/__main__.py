"""`python -m tests.access` writes what docs/access.md says of routes, commands and panels; `--check` only asks."""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from .pages import PAGE, written  # noqa: E402

page = PAGE.read_text()
if "--check" not in sys.argv:
    PAGE.write_text(written(page))
elif page != written(page):
    sys.exit("To be written anew by `python -m tests.access`: docs/access.md")
