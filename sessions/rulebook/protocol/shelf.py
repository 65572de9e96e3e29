"""The protocols that can be chosen: those shipped, then an organisation's own, copied into a folder. Pure, but for
reading files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from .protocol import catalogue, load
from .reading import ProtocolError


def files(folder: str) -> tuple[Path, ...]:
    """An organisation's own files in that folder (CODEV_PROTOCOLS_DIR), by name; none without a folder."""
    return tuple(sorted(Path(folder).glob("*.toml"))) if folder else ()


def fault(path: Path) -> ProtocolError | None:
    """What keeps a file from being offered, None if nothing does; the keys of shipped protocols are taken.

    An own file under a shipped key would change, for whoever plans, what that method is.
    """
    shipped = catalogue()
    try:
        key = load(path).key
    except ProtocolError as error:
        return error
    except OSError as error:
        return ProtocolError(str(path), "", f"cannot be read: {error.strerror}")
    # A shipped file itself may be checked too (`manage.py check_protocols`), and is no twin of its own.
    if key in shipped and not path.samefile(shipped[key]):
        return ProtocolError(str(path), "key", f"{key!r} is shipped already")
    return None


def faults(paths: Iterable[Path]) -> Iterator[ProtocolError]:
    """Every fault of these files, the first of each."""
    return (error for error in map(fault, paths) if error)


def offered(folder: str) -> dict[str, Path]:
    """Files by key. One with a fault is left out: the system check names it, planning goes on without it."""
    return {**catalogue(), **{path.stem: path for path in files(folder) if fault(path) is None}}
