"""`python -m tests.bench` measures all; with names (`quick`, `w7` …) what is named; `table` writes the table anew."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import subprocess
import sys
import tempfile
import time

from tests.bench import table
from tests.bench.figures import keep
from tests.bench.machine import LOAD, pin
from tests.services import ROOT

# Seconds that each may take; what takes longer is ended, and said to have been.
LIMITS = {"load": 40, "w1": 150, "w2": 360, "w2b": 150, "w3": 120, "w4": 150, "w5": 120, "w6": 60, "w7": 90}
LIMITS |= {"w8": 60, "w9": 120, "w10": 120, "w11": 75, "w12": 150, "w13": 60, "w14": 150}


def main(names: list[str]) -> None:
    if unknown := set(names) - {"quick", "table", *LIMITS}:
        sys.exit(f"Nothing is called {', '.join(sorted(unknown))}: quick, table, {', '.join(LIMITS)}.")
    pin(os.getpid(), LOAD)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    with tempfile.TemporaryDirectory(prefix="codev-bench-") as folder:
        # Databases that one of them fills, the next finds.
        os.environ.setdefault("CODEV_BENCH_FOLDER", folder)
        if len(names) == 1:
            importlib.import_module(f"tests.bench.{names[0]}").main()
        else:
            for name in names or LIMITS:
                _one(name)
    if names not in (["quick"], ["table"]):
        table.main()


def _one(name: str) -> None:
    """Measure in a process of its own, which can be ended with all servers that it started."""
    begun = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench", name], cwd=ROOT, start_new_session=True)
    try:
        failed = process.wait(timeout=LIMITS[name])
    except subprocess.TimeoutExpired:
        failed = -1
        # Asked first: it stops its servers and throws its databases away.
        for how in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(process.pid, how)
                process.wait(timeout=20)
    took = time.monotonic() - begun
    print(f"  ({took:.0f} s)", flush=True)
    if failed:
        why = f"took longer than {LIMITS[name]} s" if failed < 0 else "failed: see what it printed"
        keep(name, {"work": "", "lines": [], "not_shown": [why], "details": {}})


main(sys.argv[1:])
