"""What the machine would carry out now, command by command: what screens may offer. Pure.

What only rows know (is there a contract yet, who has a subject) is added by the regions.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..protocol.vocabulary import KINDS, WRITABLE
from ..state.floor import CLOSED_TO_HANDS
from ..state.state import State
from . import airtime, planner, rights, showing
from .navigation import following

# No contributions: a contract has versions, a round one synthesis, a commitment a date. Each has its own command.
NOT_CONTRIBUTED = {"contract": "write_contract", "synthesis": "write_synthesis", "commitment": "add_commitment"}


def to_facilitator(state: State) -> dict[str, bool]:
    """What the facilitator may do now. `finish` is no command: `close`, where no step is left, is the main button."""
    return {
        **_of_steps(state),
        **_of_the_clock(state),
        **_of_people(state),
        **_of_the_floor(state),
        **_of_writing(state),
        **_of_guiding(state),
        **_of_the_opening(state),
    }


def _of_steps(state: State) -> dict[str, bool]:
    return {
        "open": state.status == "planned",
        "cancel": state.status in ("planned", "open"),
        "start": rights.may_start(state),
        "next": rights.may_go_on(state),
        "finish": rights.is_at_work(state) and following(state) is None,
        "back": rights.may_go_back(state),
        "jump": any(rights.may_jump(state, index) for index in range(len(state.agenda))),
        "interrupt_round": rights.may_interrupt(state),
        "resume_round": any(rights.may_take_up_again(state, broken.round) for broken in state.broken),
        "close": state.is_running,
    }


def _of_the_clock(state: State) -> dict[str, bool]:
    is_at_work = rights.is_at_work(state)
    return {
        "take_break": is_at_work,
        "end_break": state.is_running and state.is_on_break,
        "pause": is_at_work and state.since is not None,
        "resume": is_at_work and state.since is None,
        "extend": is_at_work,
        "share_time": is_at_work and bool(planner.sharing(state)),
        "finish_early": is_at_work,
    }


def _of_people(state: State) -> dict[str, bool]:
    is_gathered = state.status in ("open", "running")
    return {
        "admit": is_gathered,
        "seat_newcomer": is_gathered,
        "assign_role": is_gathered and bool(state.present),
        "choose_clients": is_gathered and bool(state.present),
    }


def _of_the_floor(state: State) -> dict[str, bool]:
    is_at_work, is_gathered = rights.is_at_work(state), state.status in ("open", "running")
    is_open = is_at_work and state.floor.mode not in CLOSED_TO_HANDS
    return {
        "set_floor_mode": is_at_work,
        "set_floor_order": is_gathered,
        "set_turn_limit": is_gathered,
        # Anybody present: whom the step does not let speak may be given one turn by exception.
        "give_floor": is_at_work and any(one != state.floor.speaker for one in state.present),
        # Carried out with nobody waiting too, but then it only ends the turn, which `yield_floor` says better.
        "next_speaker": is_open and airtime.next_up(state) is not None,
        "yield_floor": rights.may_yield(state, None),
        "pass_turn": rights.may_pass(state, None),
    }


def _of_writing(state: State) -> dict[str, bool]:
    is_at_work, has_kinds = rights.is_at_work(state), bool(kinds_for_anybody(state))
    return {
        "allow_writing": is_at_work and bool(state.present),
        "contribute": has_kinds,
        "write_in_silence": is_at_work and not state.in_silence and has_kinds,
        "reveal": is_at_work and state.in_silence,
    }


def _of_guiding(state: State) -> dict[str, bool]:
    is_at_work = rights.is_at_work(state)
    return {
        **dict.fromkeys(("show_prompt", "reframe", "reformulate", "summarise"), is_at_work),
        "reframe_client": is_at_work and state.client is not None,
    }


def _of_the_opening(state: State) -> dict[str, bool]:
    return {
        "propose_subject": any(rights.may_propose(state, one) for one in state.present),
        "end_vote": rights.is_voting(state) and state.vote_began_at is not None,
        "word_headline": rights.may_word_headline(state, None),
    }


def to_participant(state: State, who: str) -> dict[str, bool]:
    """What a participant may do now. `ask_to_speak` is no command: `raise_hand`, under another label, in a room."""
    may_raise = rights.may_raise_hand(state, who) and who not in state.floor.waiting
    hands_are_out = rights.hands_are_out(state)
    return {
        "raise_hand": may_raise and hands_are_out,
        "ask_to_speak": may_raise and not hands_are_out,
        "lower_hand": rights.may_lower_hand(state, who),
        "yield_floor": rights.may_yield(state, who),
        "pass_turn": rights.may_pass(state, who),
        "postpone_turn": rights.may_come_back(state, who),
        "say_remote": rights.may_say_where(state, who, is_remote=True),
        "say_in_room": rights.may_say_where(state, who, is_remote=False),
        "contribute": bool(kinds_for(state, who)),
        "keep_idea": bool(kinds_to_keep(state, who)),
        "deliver_now": who == state.client and showing.is_listening(state),
        "deliver_later": who == state.client and showing.listens_here(state) and state.as_they_come,
        "accept_contract": rights.may_accept(state, who),
        **{command: rights.may_write(state, who, kind) for kind, command in NOT_CONTRIBUTED.items()},
        "propose_subject": rights.may_propose(state, who),
        "skip_vote": rights.may_vote(state, who),
        "word_headline": rights.may_word_headline(state, who),
    }


def kinds_for(state: State, who: str | None) -> list[str]:
    """The kinds that somebody may contribute now, in the order of WRITABLE; None is the facilitator."""
    return [kind for kind in WRITABLE if kind not in NOT_CONTRIBUTED and rights.may_write(state, who, kind)]


def kinds_for_anybody(state: State) -> list[str]:
    """What the facilitator may contribute now, or note for somebody present."""
    # One of each role stands for all who have it; whom an exception was made for, for nobody else.
    some = {role: one for one, role in state.present_roles.items()}
    excepted = {grant.participant for grant in state.grants}
    return _any_of(KINDS, (kinds_for(state, who) for who in {None, *some.values(), *excepted}))


def kinds_to_keep(state: State, who: str) -> list[str]:
    """What somebody may keep for a later step of the round."""
    return [kind for kind in KINDS if rights.may_keep(state, who, kind)]


def _any_of(kinds: Iterable[str], offered: Iterable[list[str]]) -> list[str]:
    found = {kind for some in offered for kind in some}
    return [kind for kind in kinds if kind in found]
