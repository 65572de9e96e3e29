"""`python -m tests.bench quick`, and a name or two of what is measured by itself."""

from __future__ import annotations

import importlib
import os
import sys

from tests.bench.machine import LOAD, pin


def main(names: list[str]) -> None:
    pin(os.getpid(), LOAD)
    for name in names:
        importlib.import_module(f"tests.bench.{name}").main()


main(sys.argv[1:])
