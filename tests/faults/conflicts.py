"""What two people may press at the same moment, and how it may end: one after the other, in either order.

Each leaves the session as it found it, so that the next may follow; what comes once in a session stands at its ends.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import uuid4

from tests.faults.rooms import DONE, Outcome, Room

STALE = "stale"


def one_of(refusal: str) -> tuple[Outcome, Outcome]:
    """Either is done, and the other refused for it."""
    return (DONE, refusal), (refusal, DONE)


BOTH: Outcome = (DONE, DONE)


# Once in a session, before it is in its consultation
async def start(room: Room) -> None:
    await room.pair("start / start", ("claire", "start", {}), ("denis", "start", {}), *one_of("already_running"))


async def vote(room: Room) -> None:
    subject = str(uuid4())
    await room.do("claire", "jump", to_step=room.steps["subject_choice"])
    await room.do("p1", "propose_subject", id=subject, title="Un retard", question="Comment le dire ?")
    pressed = ("p2", "vote", {"subject": subject, "count": 2}), ("claire", "end_vote", {})
    await room.pair("vote / end_vote", *pressed, BOTH, ("vote_over", DONE))


async def door(room: Room) -> None:
    for who in room.knocking:
        person = {"participant": who}
        pressed = ("claire", "admit", person), ("denis", "turn_away", person)
        await room.pair("admit / turn_away", *pressed, BOTH, ("no_participant", DONE))


async def accepts(room: Room) -> None:
    """Who accepts twice has accepted once."""
    await room.do("claire", "jump", to_step=room.steps["contract"])
    await room.do("p0", "write_contract", text="Trois idées.")
    pressed = ("p1", "accept_contract", {}), ("p1", "accept_contract", {})
    await room.pair("accept_contract / accept_contract, one person", *pressed, BOTH)
    await room.do("claire", "jump", to_step=room.steps["consultation"])


# Again and again, in the consultation
async def steps(room: Room) -> None:
    here = room.steps["consultation"]
    on, back = {"from_step": here}, {"from_step": here + 1}
    await room.pair("next / next", ("claire", "next", on), ("denis", "next", on), *one_of(STALE))
    await room.pair("back / back", ("claire", "back", back), ("denis", "back", back), *one_of(STALE))
    await room.pair("next / next, one person", ("claire", "next", on), ("claire", "next", on), *one_of(STALE))
    await room.do("claire", "back", **back)
    won, _ = await room.pair("next / back", ("claire", "next", on), ("denis", "back", on), *one_of(STALE))
    await (room.do("claire", "back", **back) if won == DONE else room.do("claire", "next", from_step=here - 1))
    pressed = ("claire", "next", on), ("denis", "interrupt_round", on)
    await room.pair("next / interrupt_round", *pressed, *one_of(STALE))
    await room.do("claire", "jump", to_step=here)


async def undone(room: Room) -> None:
    here = room.steps["consultation"]
    await room.do("claire", "next", from_step=here)
    of = {"of_revision": room.revision}
    await room.pair("undo / undo", ("claire", "undo", of), ("denis", "undo", of), *one_of("nothing_to_undo"))
    await room.do("claire", "next", from_step=here)
    pressed = ("claire", "undo", {"of_revision": room.revision}), ("denis", "next", {"from_step": here + 1})
    undone, _ = await room.pair("undo / next", *pressed, *one_of(STALE))
    if undone != DONE:
        await room.do("claire", "jump", from_step=here + 2, to_step=here)


async def clock(room: Room) -> None:
    by = ("claire", "denis")
    await room.pair("pause / pause", *((one, "pause", {}) for one in by), *one_of("clock_paused"))
    await room.pair("resume / resume", *((one, "resume", {}) for one in by), *one_of("clock_running"))
    rest = {"minutes": 5}
    await room.pair("take_break / take_break", *((one, "take_break", rest) for one in by), *one_of("on_break"))
    await room.pair("end_break / end_break", *((one, "end_break", {}) for one in by), *one_of("no_break"))
    here = room.steps["consultation"]
    pressed = ("claire", "next", {"from_step": here}), ("denis", "take_break", rest)
    went, _ = await room.pair("next / take_break", *pressed, BOTH, ("on_break", DONE))
    await room.do("claire", "end_break")
    if went == DONE:
        await room.do("claire", "back", from_step=here + 1)


async def handed(room: Room) -> None:
    david, eva = ({"to": room.users[one]} for one in (2, 3))
    back = ("denis", "take_back", {})
    pressed = ("claire", "hand_over", david), back
    ended = await room.pair("hand_over / take_back", *pressed, BOTH, (DONE, "nobody_stands_in"))
    # Where it could not be taken back, it was handed over afterwards.
    if ended == BOTH:
        await room.do("claire", "hand_over", **david)
    await room.pair("take_back / take_back", ("claire", "take_back", {}), back, *one_of("nobody_stands_in"))
    same = "hand_over / hand_over, to one"
    await room.pair(same, ("claire", "hand_over", david), ("denis", "hand_over", david), *one_of("drives_already"))
    await room.do("claire", "take_back")
    await room.pair("hand_over / hand_over", ("claire", "hand_over", david), ("denis", "hand_over", eva), BOTH)
    await room.do("claire", "take_back")


async def taken(room: Room) -> None:
    """Nobody who facilitates was seen; both deputies were."""
    for one in ("david", "eva"):
        await room.is_seen(one)
    over = ("david", "take_over", {})
    await room.pair("take_over / take_over", over, ("eva", "take_over", {}), *one_of("driver_present"))
    await room.do("claire", "take_back")
    await room.pair("take_over / take_over, one person", over, over, *one_of("drives_already"))
    await room.do("claire", "take_back")
    pressed = over, ("claire", "take_back", {})
    if await room.pair("take_over / take_back", *pressed, BOTH, (DONE, "nobody_stands_in")) != BOTH:
        await room.do("claire", "take_back")


async def floor(room: Room) -> None:
    for one in ("p1", "p2"):
        await room.do(one, "raise_hand")
    nobody = {"believed_speaker": ""}
    await room.pair(
        "next_speaker / next_speaker", *((one, "next_speaker", nobody) for one in ("claire", "denis")), *one_of(STALE)
    )
    await room.do("claire", "yield_floor")
    first, second = ({"participant": one, **nobody} for one in room.people[1:3])
    await room.pair(
        "give_floor / give_floor", ("claire", "give_floor", first), ("denis", "give_floor", second), *one_of(STALE)
    )
    await room.pair(
        "yield_floor / yield_floor",
        *((one, "yield_floor", {}) for one in ("claire", "denis")),
        *one_of("nobody_speaking"),
    )
    for one in ("p1", "p2"):
        await room.do(one, "lower_hand")


async def writing(room: Room) -> None:
    by = ("claire", "denis")
    await room.pair(
        "write_in_silence / write_in_silence", *((one, "write_in_silence", {}) for one in by), *one_of("in_silence")
    )
    await room.pair("reveal / reveal", *((one, "reveal", {}) for one in by), *one_of("not_in_silence"))
    id = str(uuid4())
    idea = {"id": id, "kind": "option", "text": f"Et si {id}"}
    await room.pair(
        "contribute / contribute, one id",
        *((one, "contribute", idea) for one in ("p1", "p2")),
        *one_of("no_contribution"),
    )


async def leaving(room: Room) -> None:
    gone = {"participant": room.people[3]}
    by = ("claire", "denis")
    await room.pair("mark_left / mark_left", *((one, "mark_left", gone) for one in by), *one_of("not_present"))
    await room.pair("mark_back / mark_back", *((one, "mark_back", gone) for one in by), *one_of("present_already"))


# Once in a session, at its end
async def close(room: Room) -> None:
    pressed = ("claire", "next", {"from_step": room.steps["consultation"]}), ("denis", "close", {})
    await room.pair("next / close", *pressed, BOTH, ("over", DONE))


BEGINNING: tuple[Callable[[Room], Awaitable[None]], ...] = (start, vote, door, accepts)
AGAIN = (steps, undone, clock, handed, taken, floor, writing, leaving)
END = (close,)
