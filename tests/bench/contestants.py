"""Who is measured: the product and its peers, each on a server of its own, with rooms full of signed-in people."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.rooms import Browser, Room
from tests.bench.servers import DAPHNE, Server, serving, told
from tests.installation import environment_of, migrate
from tests.services import ROOT, clean_environment

# Limits that keep people from flooding a room would stop the load, and are no part of what is measured.
_MINUTES = ("WRITES", "COMMANDS", "POLLS", "MESSAGES")
UNLIMITED = {f"CODEV_{name}_PER_MINUTE": "1000000" for name in _MINUTES}
UNLIMITED |= {"CODEV_SOCKETS_PER_ACTOR": "1000", "CODEV_DEMO": "1"}


@dataclass
class Contestant:
    """A server at work, and its rooms."""

    name: str
    server: Server
    rooms: list[Room]
    environment: dict[str, str]


def folder() -> Path:
    """Where databases that were filled once wait to be copied; of the whole run, where one was named."""
    if "CODEV_BENCH_FOLDER" not in os.environ:
        made = tempfile.mkdtemp(prefix="codev-bench-")
        atexit.register(shutil.rmtree, made, ignore_errors=True)
        os.environ["CODEV_BENCH_FOLDER"] = made
    return Path(os.environ["CODEV_BENCH_FOLDER"])


def settings_of(var: Path, **more: str) -> dict[str, str]:
    """The environment of the product in this folder."""
    return environment_of(var, **UNLIMITED, **more)


def migrated() -> Path:
    """Databases of the product, empty."""
    made = folder() / "empty"
    if not made.exists():
        migrate(settings_of(made))
    return made


def seeded(rooms: int, participants: int, contributions: int = 0) -> Path:
    """Databases of the product with so many running sessions, and `people.json` with their people's cookies."""
    numbers = [str(rooms), str(participants), str(contributions)]
    made = folder() / "-".join(["rooms", *numbers])
    if not made.exists():
        filling = Path(shutil.copytree(migrated(), f"{made}.part"))
        people = told(settings_of(filling), "-m", "tests.bench.seeding", *numbers)
        (filling / "people.json").write_text(json.dumps(people))
        filling.rename(made)
    return made


def with_static() -> Path:
    """Static files as they are served: hashed, compressed. Pages, unlike frames, need them."""
    made = folder() / "static"
    if not made.exists():
        filling = folder() / "static.part"
        command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=settings_of(filling), check=True)
        (filling / "static").rename(made)
    return made


@contextmanager
def copied(source: Path) -> Iterator[Path]:
    """A folder of one's own with the same: what one server does, the next does not find."""
    with tempfile.TemporaryDirectory(prefix="codev-bench-") as own:
        yield Path(shutil.copytree(source, Path(own) / "var"))


@contextmanager
def product(
    rooms: int,
    participants: int,
    *,
    contributions: int = 0,
    has_screen: bool = True,
    has_static: bool = False,
    program: tuple[str, ...] = DAPHNE,
    **more: str,
) -> Iterator[Contestant]:
    """Codev with so many running sessions, each with so many contributions; `more` are settings."""
    with copied(seeded(rooms, participants, contributions)) as var:
        if has_static:
            shutil.copytree(with_static(), var / "static", dirs_exist_ok=True)
        environment = settings_of(var, **more)
        with serving(environment, program=program) as server:
            described = json.loads((var / "people.json").read_text())
            made = [room_of(server, one, has_screen=has_screen) for one in described]
            yield Contestant(f"Codev on {program[0]}", server, made, environment)


def eights(program: tuple[str, ...] = DAPHNE) -> AbstractContextManager[Contestant]:
    """Codev with 250 rooms of eight: filled once, and used by most of what is measured."""
    return product(250, 7, has_screen=False, program=program)


def room_of(server: Server, described: dict[str, Any], *, has_screen: bool = True) -> Room:
    """The browsers of one seeded session, at this server."""
    page = f"/ws/sessions/{described['id']}/"
    return Room(
        described["id"],
        Browser(server, described["facilitator"], page),
        [Browser(server, cookies, page) for cookies in described["participants"]],
        Browser(server, described["screen"], f"{page}screen/") if has_screen else None,
        described["people"],
    )


@contextmanager
def peer(form: str, rooms: int, people: int, *, has_screen: bool = True) -> Iterator[Contestant]:
    """The small application in its `naive` or `good` form."""
    with tempfile.TemporaryDirectory(prefix="codev-bench-") as own:
        environment = peers_environment(own)
        described = told(environment, "-m", "tests.bench.peers.seeding", *map(str, (rooms, people, int(has_screen))))
        with serving(environment, f"tests.bench.peers.{form}:application") as server:
            made = [_peers_room(server, one) for one in described]
            yield Contestant(f"{form} form", server, made, environment)


def peers_environment(own: str, **more: str) -> dict[str, str]:
    settings = {"DJANGO_SETTINGS_MODULE": "tests.bench.peers.settings", "PEER_FOLDER": own}
    return clean_environment() | settings | more


def _peers_room(server: Server, described: dict[str, Any]) -> Room:
    socket = f"/ws/rooms/{described['id']}/"
    first, *others = [Browser(server, cookies, socket) for cookies in described["cookies"]]
    return Room(str(described["id"]), first, others[:-1], others[-1], doing="/rooms/{id}/do/{command}/")


@contextmanager
def ready(kind: str, sockets: int, size: int = 2048) -> Iterator[Contestant]:
    """A server that pushes ready frames of `size` bytes: `layer`, `hub`, `socketio` or `broadcast`."""
    with tempfile.TemporaryDirectory(prefix="codev-bench-") as own:
        environment = peers_environment(own, PEER_BYTES=str(size))
        served = {"layer": "ready:layer", "hub": "ready:hub", "socketio": "socketio:application", "broadcast": ""}[kind]
        program = DAPHNE if served else ("tests.bench.peers.broadcast",)
        with serving(environment, f"tests.bench.peers.{served}", program) as server:
            path = "/socket.io/?EIO=4&transport=websocket" if kind == "socketio" else "/ws/rooms/1/"
            pages = [Browser(server, {}, path) for _ in range(sockets)]
            yield Contestant(kind, server, [Room("1", pages[0], pages[1:])], environment)
