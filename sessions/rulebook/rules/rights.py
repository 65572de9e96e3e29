"""What a session lets whom do at this moment: the questions that screens ask and decisions answer to. Pure.

A decision says by its code why something is refused; here is only whether it would be. A test holds the two together:
a screen that offered what is then refused would leave people with a dead button.
"""

from __future__ import annotations

from ..protocol.vocabulary import KINDS
from ..state import floor
from ..state.state import State
from .navigation import after_this_round, between_rounds, following, preceding

FOLLOW_UP = "follow_up"


def is_at_work(state: State) -> bool:
    """In a step, not resting."""
    return state.is_running and not state.is_on_break


# From step to step


def may_enter(state: State, index: int) -> bool:
    """Whether the step of that index may be entered: a round wants its client, chosen and here."""
    number = state.agenda[index].round
    return number is None or state.client_of(number) in state.present


def may_start(state: State) -> bool:
    return state.status == "open" and may_enter(state, 0)


def may_go_on(state: State) -> bool:
    index = following(state)
    return is_at_work(state) and index is not None and may_enter(state, index)


def may_go_back(state: State) -> bool:
    index = preceding(state)
    return is_at_work(state) and index is not None and may_enter(state, index)


def may_jump(state: State, index: int) -> bool:
    return is_at_work(state) and index != state.index and may_enter(state, index)


def may_interrupt(state: State) -> bool:
    """Something has to come after the round that is broken off."""
    index = after_this_round(state)
    return is_at_work(state) and index is not None and may_enter(state, index)


def may_take_up_again(state: State, number: int) -> bool:
    """A round that broke off, once the present one is at its end."""
    broken = state.broken_off(number)
    return is_at_work(state) and broken is not None and between_rounds(state) and may_enter(state, broken.index)


# Writing


def may_write(state: State, author: str | None, kind: str) -> bool:
    """Whether the step, or an exception, lets this author write this kind; None is the facilitator."""
    step = state.step
    if step is None or not is_at_work(state):
        return False
    role = "facilitator" if author is None else state.role_of(author)
    return role is not None and (kind in step.writes.get(role, ()) or is_granted(state, author, kind))


def is_granted(state: State, author: str | None, kind: str) -> bool:
    """Whether the facilitator allowed this one writing."""
    return any((grant.participant, grant.kind) == (author, kind) for grant in state.grants)


def may_keep(state: State, author: str, kind: str) -> bool:
    """Whether a later step of this round lets this author's role write this kind: an idea that comes too early.

    In this round alone: an idea is for its client, and must not turn up in front of the next one.
    """
    role = state.role_of(author)
    if role is None or not is_at_work(state):
        return False
    return kind in KINDS and any(kind in step.writes.get(role, ()) for step in state.later_in_round)


def kind_of_advice(state: State, author: str) -> str:
    """The kind as which a question that is advice is kept, and may be shared later: an option, where one is asked for.

    Else the first kind that a later step of the round asks of this author; a question where none does.
    """
    coming = ("option", *(kind for kind in KINDS if kind not in ("question", "note")))
    return next((kind for kind in coming if may_keep(state, author, kind)), "question")


def may_accept(state: State, participant: str) -> bool:
    """Whether this role may accept the contract in this step. Whether there is one is known to rows alone."""
    return is_at_work(state) and state.step is not None and state.role_of(participant) in state.step.accepts


def may_say_finished(state: State, participant: str) -> bool:
    """Whether somebody may say to have finished: who writes in silence, or what was learnt."""
    step = state.step
    if step is None or not is_at_work(state) or participant not in state.present:
        return False
    is_quiet = state.in_silence or any("learning" in kinds for kinds in step.writes.values())
    return is_quiet and any(may_write(state, participant, kind) for kind in KINDS)


# The floor


def may_raise_hand(state: State, participant: str) -> bool:
    current = state.floor
    return (
        is_at_work(state)
        and participant in state.speakers
        and current.mode not in floor.CLOSED_TO_HANDS
        and current.speaker != participant
    )


def may_take_floor(state: State, participant: str) -> bool:
    """Whether the floor may be given to somebody now."""
    mode = state.floor.mode
    allowed = is_at_work(state) and participant in state.speakers and mode != "silence"
    return allowed and (mode != "client_only" or participant == state.client)


def hands_are_out(state: State) -> bool:
    """Whether phones show a button to raise a hand: in a room people speak freely until the facilitator asks for hands.

    In a room phones are to stay in pockets; elsewhere people do not see who wishes to speak.
    """
    return state.modality != "in_room" or state.hands_out


def shown_mode(state: State) -> str:
    """The floor's mode as screens name it: a queue whose hands are folded away is a free floor to those in the room."""
    return "free" if state.floor.mode == "queue" and not hands_are_out(state) else state.floor.mode


def may_lower_hand(state: State, participant: str) -> bool:
    return is_at_work(state) and participant in state.floor.waiting


def may_yield(state: State, participant: str | None) -> bool:
    """The speaker ends the turn; None is the facilitator, who takes the floor back from anybody."""
    return is_at_work(state) and state.floor.speaker is not None and participant in (None, state.floor.speaker)


def may_pass(state: State, participant: str | None) -> bool:
    """In a go-round, whoever speaks or is to speak; None is the facilitator, who passes over whose turn it is."""
    due = {state.floor.speaker, *state.floor.pending} - {None}
    return is_at_work(state) and state.floor.mode == "go_round" and (participant in due if participant else bool(due))


def may_come_back(state: State, participant: str) -> bool:
    """Whether putting the turn off makes sense: others are still to speak after. An exception is no turn."""
    is_exception = state.floor.speaker == participant and state.floor.is_exception
    others = any(other != participant for other in state.floor.pending)
    return may_pass(state, participant) and not is_exception and others


def may_say_where(state: State, participant: str, *, is_remote: bool) -> bool:
    """Where some are in a room and some at a distance, each may say which it is; saying it again changes nothing."""
    is_here = state.status in ("open", "running") and participant in state.present
    return state.modality == "hybrid" and is_here and is_remote != (participant in state.remote)


# The opening


def follows_up(state: State) -> bool:
    """In the step in which former clients say what became of their commitments."""
    return is_at_work(state) and state.item is not None and state.item.key == FOLLOW_UP


def may_report(state: State, participant: str) -> bool:
    return follows_up(state) and participant in state.present


def is_choosing(state: State) -> bool:
    """In a step that wants the clients."""
    return is_at_work(state) and state.step is not None and "clients" in state.step.needs


def may_propose(state: State, participant: str) -> bool:
    """Whoever is present may be client."""
    return is_choosing(state) and participant in state.present


def may_weigh(state: State) -> bool:
    """Whether the school has subjects weighed by stakes, intensity and urgency, and now is the moment."""
    return is_choosing(state) and state.protocol.settings["subject_choice"] == "stakes"


def has_votes(state: State) -> bool:
    """Whether the school chooses subjects by votes."""
    return state.protocol.settings["subject_choice"] == "votes"


def is_voting(state: State) -> bool:
    """Whether votes may be cast. Once ended never again: totals were shown, and single votes are deleted."""
    return is_choosing(state) and has_votes(state) and state.vote_ended_at is None


def may_vote(state: State, participant: str) -> bool:
    return is_voting(state) and participant in state.present


def may_word_headline(state: State, author: str | None) -> bool:
    """In a round's first step: its client, the scribe, or the facilitator (None) who hears it said aloud."""
    if not is_at_work(state) or state.item is None or state.item.part != "round":
        return False
    is_first = state.item.key == state.protocol.part("round")[0].key
    return is_first and (author is None or state.role_of(author) in ("client", "scribe"))
