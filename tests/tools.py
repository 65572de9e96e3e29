"""What tests need beside Python: Debian's packages as root, else the browser alone, and plain words for the rest."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUM = Path("/usr/bin/chromium")
# The lighter shell halves the time of browser tests; where it is not packaged, chromium does.
SHELL = "chromium-headless-shell"
PACKAGES = {"chromium": "chromium", "redis-server": "redis-server", "postgres": "postgresql", "nginx": "nginx-light"}

# What PDF files are laid out with.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
FONT, FONT_PACKAGE = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"), "fonts-dejavu-core"


def is_here(program: str) -> bool:
    return bool(shutil.which(program)) or any(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing() -> list[str]:
    programs = [package for program, package in PACKAGES.items() if not is_here(program)]
    libraries = [package for library, package in LIBRARIES.items() if not loads(library)]
    return [*programs, *libraries, *([] if FONT.exists() else [FONT_PACKAGE])]


def install(packages: list[str]) -> None:
    quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
    apt = ["apt-get", "-q", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20"]
    subprocess.run([*apt, "update"], check=bool(packages), **quiet)
    if packages:
        subprocess.run([*apt, "install", "-y", "--no-install-recommends", *packages], check=True, **quiet)
    subprocess.run([*apt, "install", "-y", SHELL], check=False, stderr=subprocess.DEVNULL, **quiet)


def main() -> None:
    wanted = missing()
    if (wanted or not is_here(SHELL)) and os.getuid() == 0 and shutil.which("apt-get"):
        install(wanted)
    elif "chromium" in wanted:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
    for package in missing():
        if package != "chromium":
            print(f"NOT TESTED: what needs {package}, which is not installed.", file=sys.stderr)


if __name__ == "__main__":
    main()
