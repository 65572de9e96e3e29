"""One seed: a session full of people, what befalls them, and what has to be true afterwards."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import uuid4

from tests.faults.people import Person, Sent
from tests.faults.place import Place
from tests.faults.plan import PEOPLE, Act, Plan, Trouble
from tests.faults.troubles import TROUBLES, Scene
from tests.network import Network

SHOWS_SECONDS = 5.0  # after the fault is over
LONGEST = 30.0  # what is waited for in vain


@dataclass
class Outcome:
    """How a seed went: counts of commands, the slowest screen in seconds after the fault, and what was wrong."""

    place: str
    seed: int
    faults: tuple[str, ...]
    sent: int = 0
    done: int = 0
    retried: int = 0
    unavailable: int = 0
    lost: int = 0
    doubled: int = 0
    slowest: float = 0.0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        counted = f"{self.sent} commands, {self.done} done, {self.retried} sent again, {self.unavailable} × 503"
        return f"{counted}, {self.lost} lost, {self.doubled} doubled, slowest screen {self.slowest:.1f} s"

    def json(self) -> dict[str, Any]:
        return asdict(self)


async def run(place: Place, plan: Plan) -> Outcome:
    """Carry a plan out in a new session. What is wrong is told, not raised."""
    begun = time.monotonic()
    outcome = Outcome(place.name, plan.seed, plan.faults)
    described = await place.clerk.ask("plan", step="consultation")
    scene = Scene(place, await _gathered(place, described))
    try:
        over = await _befall(scene, plan)
        await _judge(scene, described["id"], over, outcome)
    finally:
        for one in scene.people:
            await one.end()
            one.network.close()
    outcome.wrong += scene.wrong
    outcome.seconds = time.monotonic() - begun
    return outcome


async def _gathered(place: Place, described: dict[str, Any]) -> list[Person]:
    """Everybody's page is open, each behind its own network, at the servers in turn."""
    cookies = [*described["guides"][:2], *described["participants"], described["screen"]]
    ports = [server.port for server in place.servers]
    people = [
        Person(Network(ports[at % len(ports)], seed=at), held, described["id"], is_screen=at == PEOPLE - 1)
        for at, held in enumerate(cookies)
    ]
    for one in people:
        one.begin()
    for one in people:
        assert await one.shows(0, LONGEST) < math.inf, "the page never came"
    return people


async def _befall(scene: Scene, plan: Plan) -> float:
    """Everybody acts while the faults come and go; the instant at which the last of both was over."""
    at, scene.began = time.monotonic(), [server.said() for server in scene.place.servers]
    acting = [asyncio.ensure_future(_act(scene, act, at)) for act in plan.acts]
    await asyncio.gather(*(_trouble(scene, one, at) for one in plan.troubles))
    over, scene.over = time.monotonic(), [server.said() for server in scene.place.servers]
    await asyncio.gather(*acting)
    return over


async def _trouble(scene: Scene, trouble: Trouble, at: float) -> None:
    await asyncio.sleep(at + trouble.at - time.monotonic())
    try:
        await TROUBLES[trouble.fault](scene, trouble)
    except Exception as error:
        scene.wrong.append(f"{trouble.fault} could not be made: {error!r}")


async def _act(scene: Scene, act: Act, at: float) -> None:
    await asyncio.sleep(at + act.at - time.monotonic())
    who = scene.people[act.who]
    sent = Sent(who, act.command, {})
    sent.fields = _fields(who, act.command, sent.key)
    scene.sent.append(sent)
    if act.gives_up:
        await who.press(sent)
    else:
        await who.insist(sent, time.monotonic() + LONGEST)


def _fields(who: Person, command: str, key: str) -> dict[str, Any]:
    if command in ("next", "back"):
        return {"from_step": who.step.decode()}
    if command == "extend":
        return {"seconds": 1}
    if command == "write_private_note":
        return {"text": f"noté {key}"}
    if command == "contribute":
        id = str(uuid4())
        return {"id": id, "kind": "option", "text": f"Et si {id}"}
    return {}


async def _judge(scene: Scene, session: str, over: float, outcome: Outcome) -> None:
    """What has to be true once the faults are over; then what nobody was told of is sent again."""
    kept = await scene.place.clerk.ask("look", session=session)
    last = max([over, *(at for sent in scene.sent for at, _ in sent.answers[-1:])])
    shown = [await one.shows(kept["revision"], LONGEST) for one in scene.people]
    outcome.slowest = max(0.0, *(one - last for one in shown))
    late = [at for at, one in enumerate(shown) if one - last > SHOWS_SECONDS]
    outcome.wrong += [f"screen {at} shows revision {kept['revision']} {shown[at] - last:.1f} s after" for at in late]
    compare(scene.sent, kept, outcome)
    for sent in [one for one in scene.sent if not one.is_done and not one.is_refused]:
        await sent.who.insist(sent, time.monotonic() + LONGEST)
    for sent in [one for one in scene.sent if one.is_done][-6:]:
        await sent.who.insist(sent, time.monotonic() + LONGEST)
        if sent.answers[-1][1] != 204:
            outcome.wrong.append(f"{sent.command} was done, and is {sent.answers[-1][1]} under the same key")
    compare(scene.sent, await scene.place.clerk.ask("look", session=session), outcome)
    _statuses(scene, over, outcome)


def compare(all_sent: list[Sent], kept: dict[str, Any], outcome: Outcome) -> None:
    """Note what is not as it should be: done is there once, refused is not there, not answered is there once or not."""
    times = Counter(key for key, _ in kept["keys"])
    lost = [one for one in all_sent if one.is_done and not times[one.key]]
    doubled = [one for one in all_sent if times[one.key] > 1]
    refused = [one for one in all_sent if one.is_refused and times[one.key]]
    outcome.lost, outcome.doubled = len(lost), len(doubled)
    outcome.wrong += [f"{one.command} was done, and is lost" for one in lost]
    outcome.wrong += [f"{one.command} is there twice" for one in doubled]
    outcome.wrong += [f"{one.command} was refused, and is there" for one in refused]
    outcome.wrong += kept["wrong"]


def _statuses(scene: Scene, over: float, outcome: Outcome) -> None:
    outcome.sent = len(scene.sent)
    outcome.done = sum(one.is_done for one in scene.sent)
    outcome.retried = sum(len(one.answers) > 1 for one in scene.sent)
    outcome.unavailable = sum(status == 503 for one in scene.sent for _, status in one.answers)
    answers = [(at, status, one.command) for one in scene.sent for at, status in one.answers]
    outcome.wrong += [
        f"{command} was answered {status}" for _, status, command in answers if status > 503 or 500 <= status < 503
    ]
    outcome.wrong += [
        f"{command} was answered 503 after it was over"
        for at, status, command in answers
        if status == 503 and at > over
    ]
    outcome.wrong += [
        f"{one.command} never got an answer" for one in scene.sent if not one.is_done and not one.is_refused
    ]
    for server, since, over_at in zip(scene.place.servers, scene.began, scene.over, strict=True):
        outcome.wrong += [f"log: {line}" for line in server.uncaught(since, over_at)]
