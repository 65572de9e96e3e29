"""Daphne with a clock that is ahead by so many seconds: `python -m tests.e2e.later SECONDS`, then what daphne takes."""

from __future__ import annotations

import runpy
import sys
import time

import time_machine

if __name__ == "__main__":
    time_machine.travel(time.time() + float(sys.argv.pop(1)), tick=True).start()
    runpy.run_module("daphne", run_name="__main__", alter_sys=True)
