"""Says of each protocol's file whether it can be used, and if not, what is wrong where."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ...rulebook.protocol import shelf
from ...rulebook.protocol.protocol import catalogue


class Command(BaseCommand):
    help = "Check protocols' files or folders: those shipped and those of CODEV_PROTOCOLS_DIR unless others are named."
    # The system checks would stop this command at the very file that it is to explain.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="path")

    def handle(self, *args: Any, **options: Any) -> None:
        paths = list(_files(options["paths"]) if options["paths"] else _usual())
        faults = {path: shelf.fault(path) for path in paths}
        for path, fault in faults.items():
            self.stdout.write(str(fault) if fault else f"{path}: OK")
        if any(faults.values()):
            sys.exit(1)


def _usual() -> Iterator[Path]:
    yield from catalogue().values()
    yield from shelf.files(settings.CODEV_PROTOCOLS_DIR)


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        yield from shelf.files(str(path)) if path.is_dir() else (path,)
