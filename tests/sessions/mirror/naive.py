"""The mirror's figures a second time and another way: the journal as it is written, looked at second by second.

It shares no line with the machine or with sessions/mirror: slow, plain, and wrong in other places if it is wrong.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from sessions.rulebook.protocol.protocol import Protocol
from sessions.rulebook.protocol.vocabulary import KINDS

SECOND = 1_000
# What an undone transition takes along (docs/live.md); all else that happened meanwhile stays.
OF_THE_STEP = (
    *("StepEntered", "Closed", "EndCorrected", "RoundInterrupted", "RoundResumed", "BreakTaken", "BreakEnded"),
    *("ClockPaused", "ClockResumed", "TimeAdded", "TimeShared", "TimeGivenUp"),
    *("FloorGiven", "FloorYielded", "FloorModeSet", "TurnPassed"),
)
Place = tuple[str, int | None]


@dataclass
class Now:
    """What somebody in the room could write down at this second."""

    places: list[Place]
    protocol: Protocol
    index: int | None = None
    clock: bool = False
    resting: bool = False
    mode: str = ""
    silent: bool = False
    speaker: str = ""
    is_exception: bool = False
    hands: dict[tuple[str, int], Place | None] = field(default_factory=dict)
    here: list[str] = field(default_factory=list)
    clients: list[str] = field(default_factory=list)

    @property
    def place(self) -> Place:
        assert self.index is not None
        return self.places[self.index]

    @property
    def client(self) -> str:
        number = None if self.index is None else self.place[1]
        return self.clients[number] if number is not None and number < len(self.clients) else ""

    @property
    def may_speak(self) -> list[str]:
        step = self.protocol.step(self.place[0])
        return [one for one in self.here if ("client" if one == self.client else "peer") in step.speaks]

    def lower(self, one: str) -> None:
        self.hands = {hand: place for hand, place in self.hands.items() if hand[0] != one}

    def open_floor(self, mode: str) -> None:
        self.mode = mode
        if mode == "client_only" and self.client in self.may_speak:
            self.speaker = self.client

    def hear(self, row: dict[str, Any]) -> None:
        """One event, as it stands in the journal."""
        one, kind = row.get("participant", ""), row["event"]
        if kind == "Admitted":
            self.here.append(one)
        elif kind == "PersonLeft":
            self.here.remove(one)
            self.lower(one)
            self.speaker = "" if self.speaker == one else self.speaker
        elif kind == "PersonReturned":
            self.here.append(one)
        elif kind == "ClientsChosen":
            self.clients = list(row["clients"])
        elif kind == "StepEntered":
            self.index, self.clock, self.speaker, self.hands = row["index"], True, "", {}
            step = self.protocol.step(self.place[0])
            self.silent = step.floor == "silence" and any(set(KINDS) & set(some) for some in step.writes.values())
            self.is_exception = False
            self.open_floor(step.floor)
        elif kind in ("ClockPaused", "BreakTaken"):
            self.clock, self.resting = False, kind == "BreakTaken"
        elif kind in ("ClockResumed", "BreakEnded"):
            self.clock, self.resting = True, False
        elif kind in ("SilenceBegan", "Revealed"):
            self.silent = kind == "SilenceBegan"
        else:
            self.hear_of_the_floor(kind, one, row)

    def hear_of_the_floor(self, kind: str, one: str, row: dict[str, Any]) -> None:
        if kind == "HandRaised":
            self.hands[one, row["at"]] = self.place if len(self.may_speak) > 1 else None
        elif kind == "HandLowered":
            self.lower(one)
        elif kind == "FloorGiven":
            self.lower(one)
            self.speaker, self.is_exception = one, row["is_exception"]
        elif kind == "FloorYielded" or (kind == "TurnPassed" and one == self.speaker):
            self.speaker = ""
        elif kind == "FloorModeSet":
            if row["mode"] == "silence" or (row["mode"] == "client_only" and self.speaker != self.client):
                self.speaker, self.hands = "", {}
            if row["mode"] == "client_only":
                self.hands = {}
            self.open_floor(row["mode"])

    def would_take(self, row: dict[str, Any]) -> bool:
        """Whether what happened since a transition holds in the step before it too."""
        if row["event"] == "HandRaised":
            one = row["participant"]
            is_open = self.mode not in ("client_only", "silence") and one != self.speaker
            return is_open and one in self.may_speak and one not in [hand[0] for hand in self.hands]
        return row["event"] not in OF_THE_STEP


@dataclass
class Second:
    """One second of the session, as it counts in the end; `done` are the events that began it."""

    at: int
    now: Now
    done: list[dict[str, Any]]


def seconds(rows: list[dict[str, Any]], places: list[Place], protocol: Protocol) -> list[Second]:
    """Every second from the first step to the end; the agenda's `places` are those that it ends with."""
    now = Now(places, protocol)
    before: Now | None = None
    found: list[Second] = []
    undoable: list[tuple[int, Second]] = []
    left_open = [(row["left_at"], row["at"]) for row in rows if row["event"] == "TakenUp"]
    end = _end(rows)
    at_second: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        at_second[row["at"]].append(row)
    kept, was = deepcopy(now), before
    for at in range(rows[0]["at"], max(end, *at_second) + SECOND, SECOND):
        done: list[dict[str, Any]] = []
        for row in at_second.get(at, ()):
            if row["event"] == "TransitionBegan":
                before, undoable = deepcopy(now), []
            elif row["event"] == "Undone" and before is not None:
                for place, second in undoable:
                    found[place] = second
                now, before = before, None
            else:
                if before is not None and _holds(before, now, row):
                    before.hear(row)
                now.hear(row)
                done.append(row)
        if at in at_second:
            kept, was = deepcopy(now), deepcopy(before)
        is_away = any(since <= at < back for since, back in left_open)
        if now.index is None or is_away or at > end:
            continue
        if was is not None:
            undoable.append((len(found), Second(at, was, done)))
        found.append(Second(at, kept, done))
    return found


def _holds(before: Now, now: Now, row: dict[str, Any]) -> bool:
    if row["event"] in ("SilenceBegan", "Revealed"):
        return before.index is not None and before.place == now.place
    return before.would_take(row)


def _end(rows: list[dict[str, Any]]) -> int:
    said = [row for row in rows if row["event"] in ("Closed", "EndCorrected")][-1]
    return int(said.get("ended_at") or said["at"])


def figures(found: list[Second]) -> dict[str, Any]:
    """By step what was spent and done; how long hands waited; the floor in percent that would have to change hands."""
    spent, stays = Counter[Place](), Counter[Place]()
    counts, waited = Counter[tuple[Place, str]](), Counter[tuple[str, int]]()
    heard, due = Counter[str](), defaultdict[str, float](float)
    for before, second, after in zip([None, *found[:-1]], found, [*found[1:], None], strict=True):
        now, place = second.now, second.now.place
        stays[place] += before is None or before.now.index != now.index
        for row in second.done:
            if row["event"] == "WritingChanged" and place[0] == "clarification":
                counts[place, {"kept": "held"}.get(row["change"], row["change"])] += 1
            if row["event"] == "MomentShown" and row["kind"].startswith("reframe"):
                counts[place, "reframed"] += 1
        _count_hands(before.now.hands if before else {}, second, counts)
        if after is None:  # the instant of the end: nothing lasts in it
            counts.update((at, "left") for at in now.hands.values() if at)
            break
        spent[place] += now.clock * SECOND
        waited.update({hand: 0 if now.resting else SECOND for hand, at in now.hands.items() if at})
        peers = [one for one in now.may_speak if one != now.client] if now.speaker and not now.resting else []
        if now.speaker in peers:
            heard[now.speaker] += 1
            for one in peers:
                due[one] += 1 / len(peers)
    total = sum(heard.values())
    amiss = sum(abs(heard[one] - due[one]) for one in due) * 50 / total if total else 0
    longest = max(waited.values(), default=None)
    return {"spent": spent, "stays": stays, "counts": counts, "longest": longest, "amiss": amiss, "heard": heard}


def _count_hands(before: dict[tuple[str, int], Place | None], second: Second, counts: Counter[Any]) -> None:
    hands = second.now.hands
    counts.update((at, "hands") for hand, at in hands.items() if hand not in before and at)
    done = {(row["event"], row.get("participant")) for row in second.done}
    for hand, at in before.items():
        is_answered = {("FloorGiven", hand[0]), ("HandLowered", hand[0])} & done
        if hand not in hands and at and not is_answered:
            counts[at, "left"] += 1


def stretches(found: list[Second]) -> Counter[str]:
    """How long it was so, in all: a break, the clock standing, silence, nobody having the floor where it is given."""
    spans = Counter[str]()
    stay: list[Second] = []
    for second in [*found[:-1], None]:
        if stay and (second is None or second.now.index != stay[-1].now.index or second.at != stay[-1].at + SECOND):
            spans["nobody"] += _nobodys(stay)
            stay = []
        if second is None:
            break
        stay.append(second)
        now = second.now
        spans["break"] += now.resting * SECOND
        spans["paused"] += (not now.clock and not now.resting) * SECOND
        spans["silence"] += _is_silent(now) * SECOND
    return spans


def _is_silent(now: Now) -> bool:
    return not now.resting and (now.silent or now.mode == "silence")


def _nobodys(stay: list[Second]) -> int:
    """In this stay, of at least a quarter of a minute each."""
    if not any(one.now.speaker and one.now.mode != "client_only" for one in stay):
        return 0
    signs = "".join("." if one.now.speaker or one.now.resting or _is_silent(one.now) else "x" for one in stay)
    return sum(len(part) for part in signs.split(".") if len(part) >= 15) * SECOND
