"""What a simulated client wishes: to word the round's headline, the contract, a synthesis and commitments, to mark
what was received, and questions as answered; and how peers take the contract. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from ..rulebook.rules import rights
from .acts import Act, Look, Wish

COMMITMENTS = 2
MARKS = 3
ADOPTING = 0.6
THINKING = ("analysis", "hypothesis", "reflective_question", "feedback", "metaphor", "impression")
TRYING = ("option", "experience", "resource")


def wishes(look: Look, here: list[str]) -> Iterator[Wish]:
    """What the client wishes, and who among the others wishes to accept the contract."""
    for one in here:
        yield from _accepting(look, one)
    client = look.state.client
    if client is not None and client in here:
        yield from _heading(look, client)
        yield from _contract(look, client)
        yield from _keeping(look, client)
        yield from _answering(look, client)
        yield from _marking(look, client)


def _heading(look: Look, client: str) -> Iterator[Wish]:
    """Only where the round took no headline over from a subject."""
    if not look.scene.has_headline and rights.may_word_headline(look.state, client):
        yield 20, Act(client, "word_headline", look.headline(client))


def _contract(look: Look, client: str) -> Iterator[Wish]:
    """Worded once, and again where the client takes over what a peer proposes."""
    if not rights.may_write(look.state, client, "contract"):
        return
    if not look.scene.contract:
        yield 20, Act(client, "write_contract", {"text": look.of_subject("contract", client)})
    elif look.scene.contract == 1 and look.scene.wordings and _will_adopt(look):
        yield 30, Act(client, "adopt_wording", {"id": look.scene.wordings[-1]})


def _will_adopt(look: Look) -> bool:
    """Whether the client adopts a peer's wording: decided once a round, not at every look."""
    item = look.state.item
    chance = Random(f"{look.scene.seed}:adopts:{item.round if item else None}").random()  # noqa: S311
    return chance < ADOPTING


def _accepting(look: Look, one: str) -> Iterator[Wish]:
    """Where people are difficult, one of them wants the contract worded anew."""
    scene = look.scene
    hesitates = look.manners.temper == "difficult" and one == scene.cast[-1] and scene.contract == 1
    if scene.contract and one not in scene.accepted and rights.may_accept(look.state, one) and not hesitates:
        yield 8, Act(one, "accept_contract")


def _keeping(look: Look, client: str) -> Iterator[Wish]:
    """A synthesis first, then what to do."""
    scene, item = look.scene, look.state.item
    number = item.round or 0 if item else 0
    if rights.may_write(look.state, client, "synthesis") and not scene.has_synthesis:
        yield 10, Act(client, "write_synthesis", {"text": look.sentence("synthesis", number)})
    if rights.may_write(look.state, client, "commitment") and scene.commitments < COMMITMENTS:
        text = look.sentence("commitment", COMMITMENTS * number + scene.commitments)
        yield 5, Act(client, "add_commitment", {"text": text})


def _answering(look: Look, client: str) -> Iterator[Wish]:
    if rights.is_at_work(look.state) and look.scene.open_questions:
        yield 4, Act(client, "mark_answered", {"id": look.scene.open_questions[0]})


def _marking(look: Look, client: str) -> Iterator[Wish]:
    """Some of what was received makes one think, some is to be tried."""
    received = look.scene.received
    choice = [one for one in received if not one.mark and one.kind in (*THINKING, *TRYING)]
    if choice and sum(bool(one.mark) for one in received) < MARKS:
        piece = look.dice.choice(choice)
        yield 6, Act(client, "mark", {"id": piece.id, "mark": "trying" if piece.kind in TRYING else "thinking"})
