"""The machine that measures: its cores, the CPU time of a process, and a loop against which figures are read."""

from __future__ import annotations

import os
import platform
import re
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

# Chosen so that bc71f87, the version on which the first figures were taken (a hand 79 ms, a refused command 19, where a
# loop took 15), shows the same figures by this loop. Another length would make all later ones incomparable.
LOOP = 100_000
LOOP_MS = 15.0
PACKAGES = (
    "Django",
    "channels",
    "daphne",
    "Twisted",
    "autobahn",
    "asgiref",
    "Jinja2",
    "uvicorn",
    "uvloop",
    "websockets",
)


def cores() -> tuple[int, int]:
    """The core for servers, and the one for the load; the same where there is no second."""
    free = sorted(os.sched_getaffinity(0))
    return (free[0], free[1]) if len(free) > 1 else (free[0], free[0])


SERVER, LOAD = cores()


def pin(pid: int, core: int) -> None:
    """Keep a process, and what threads it makes from now on, on one core."""
    os.sched_setaffinity(pid, {core})


def cpu_ms(pid: int) -> float:
    """User and system time of a process so far, all its threads, in ms.

    Read from the process's own clock: `/proc/<pid>/stat` counts in ticks of 10 ms, longer than a command.
    """
    return time.clock_gettime((~pid << 3) | 2) * 1000


def pss_kib(pid: int) -> int:
    """What a process holds of memory, its share of what others hold too, in KiB."""
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) if found else 0


def loop_ms() -> float:
    """CPU ms of the reference loop, on the servers' core: what this machine gives just now."""
    pin(0, SERVER)
    try:
        begun = time.thread_time_ns()
        _loop()
        return (time.thread_time_ns() - begun) / 1e6
    finally:
        pin(0, LOAD)


def _loop() -> int:
    total, kept = 0, dict.fromkeys(range(256), 0)
    for i in range(LOOP):
        kept[i & 255] = total
        total += i * 3 % 7
    return total


def described() -> dict[str, Any]:
    """Processor and versions, as each result carries them."""
    model = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return {
        "processor": model[1] if model else platform.processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: found for name in PACKAGES if (found := _version(name))},
        "load_average": [round(one, 2) for one in os.getloadavg()],
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
