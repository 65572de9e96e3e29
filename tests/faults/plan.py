"""What a seed stands for: who does what when, and what befalls whom meanwhile. Nothing here depends on a clock."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

# Two facilitators, five participants of whom the first is client, and the room screen, which only shows.
FACILITATORS, PARTICIPANTS = (0, 1), (2, 3, 4, 5, 6)
PEOPLE = 8
LASTS = 1.8  # seconds in which everybody acts
ACTS = 20
# Each with the least and the most seconds that it lasts. A page finds a connection that is dead by a heartbeat that is
# not answered: faults of which nobody is told last long enough for that.
NETWORK = {
    "cut": (0.0, 0.0),
    "half-open": (1.5, 2.5),
    "stranded": (1.5, 2.5),
    "swallowed up": (1.5, 2.5),
    "swallowed down": (1.5, 2.5),
    "latency and jitter": (0.8, 1.6),
    "a client sleeps": (1.5, 2.5),
}
SERVERS = {"killed": (0.1, 0.6), "terminated under load": (0.1, 0.6)}
SHARED = {
    "sqlite": {"disk full": (0.4, 1.0), "write lock held": (0.4, 1.5)},
    "postgres": {
        "sessions locked": (0.4, 1.5),
        "PostgreSQL restarted": (0.1, 0.6),
        "Redis stopped and started": (0.4, 1.5),
    },
}
HABITS = {"facilitators race": (0.0, 0.0), "double presses": (0.0, 0.0), "replays": (0.0, 0.0)}


@dataclass(frozen=True)
class Act:
    """Somebody presses a button; who `gives_up` does not try again while it is not answered."""

    at: float
    who: int
    command: str
    gives_up: bool


@dataclass(frozen=True)
class Trouble:
    """A fault, when it begins and how long it lasts in seconds, and whom it befalls."""

    fault: str
    at: float
    lasts: float
    victims: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    seed: int
    acts: tuple[Act, ...]
    troubles: tuple[Trouble, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        return tuple(one.fault for one in self.troubles)


def place_of(seed: int) -> str:
    """Every other seed is played on SQLite with one process, the others on PostgreSQL and Redis with two."""
    return "sqlite" if seed % 2 else "postgres"


def drawn(seed: int, without: tuple[str, ...] = ()) -> Plan:
    """One fault of the network, one of what serves, and one habit of people: the same each time for a seed.

    `without` names faults that cannot be made here.
    """
    random = Random(seed)
    serving = {name: lasts for name, lasts in (SERVERS | SHARED[place_of(seed)]).items() if name not in without}
    troubles = tuple(_trouble(random, kinds) for kinds in (NETWORK, serving, HABITS))
    acts = tuple(sorted((_act(random) for _ in range(ACTS)), key=lambda act: act.at))
    return Plan(seed, acts, troubles)


def _trouble(random: Random, kinds: dict[str, tuple[float, float]]) -> Trouble:
    fault = random.choice(sorted(kinds))
    victims = random.sample(range(PEOPLE), random.randint(1, PEOPLE // 2))
    return Trouble(fault, round(random.uniform(0.2, 0.7), 2), round(random.uniform(*kinds[fault]), 2), tuple(victims))


def _act(random: Random) -> Act:
    if random.random() < 0.4:
        who = random.choice(FACILITATORS)
        command = random.choice(
            ("extend", "extend", "write_private_note", "write_private_note", "next", "back", "next_speaker")
        )
    else:
        who = random.choice(PARTICIPANTS)
        command = random.choice(("raise_hand", "lower_hand", "contribute", "contribute"))
    return Act(round(random.uniform(0, LASTS), 2), who, command, random.random() < 0.3)
