"""Every decision that a protocol's step waits for stays in sight on a phone, at any size of text, whatever is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sessions.rulebook.moves.clients import ChooseClients
from sessions.rulebook.moves.floor import NextSpeaker
from sessions.rulebook.moves.life import Start
from sessions.rulebook.moves.steps import Jump
from sessions.rulebook.protocol.protocol import Protocol, catalogue
from sessions.rulebook.rules import offers
from sessions.rulebook.state.state import State
from tests.sessions.cast import states
from tests.sessions.cast.states import AMINA, BRUNO, tried

from .gathering import begin
from .people import Evening, Person

OMAR = 1
PHONES = ((390, 844), (320, 568))
LETTERS = (100, 150, 200)  # percent
DECISIONS = frozenset({"accept_contract", "pass_turn", "postpone_turn", "skip_vote", "word_headline", "yield_floor"})
BOXES = frozenset({"add_commitment", "contribute", "keep_idea", "propose_subject", "write_contract", "write_synthesis"})
# In sight: drawn, inside the window, and nothing lies over its middle.
IN_SIGHT = """(one) => {
    if (!one.checkVisibility()) return false;
    const { top, left, bottom, right } = one.getBoundingClientRect();
    if (top < -1 || left < -1 || bottom > innerHeight + 1 || right > innerWidth + 1) return false;
    return one.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
}"""
# With each box that these commands open, empty and with a draft, and with none: what is not in sight.
OUT_OF_SIGHT = """([all, decisions]) => {
    const isInSight = IN_SIGHT;
    const [act, me] = [document.querySelector(".act"), document.getElementById("region-me")];
    const now = { ...document.getElementById("live-state").dataset };
    const show = (may) => {
        me.dataset.may = may.join(" ");
        me.dataset.kinds = may.includes("contribute") ? "question option experience analysis hypothesis" : "";
        me.dataset.keeps = me.dataset.kinds;
        document.dispatchEvent(new CustomEvent("codev:state", { detail: { before: now, now } }));
        act.scrollTo(0, 0);
    };
    const write = (box, text) => {
        const field = box?.querySelector("textarea");
        if (!field) return;
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const hidden = (may, how) => may.filter((one) => decisions.includes(one))
        .filter((one) => !isInSight(act.querySelector(`button[data-when="${one}"]`)))
        .map((one) => `${one} (${how}; ${may.join(" ")})`);
    return all.flatMap((may) => {
        show(may);
        const found = hidden(may, "all folded");
        for (const box of act.querySelectorAll(".writing:not([hidden])")) {
            box.open = true;
            act.scrollTo(0, act.scrollHeight);
            const name = box.querySelector("form").dataset.draft;
            for (const draft of ["", "A thought"]) {
                write(box, draft);
                found.push(...hidden(may, `${name}: ${draft}`));
            }
            write(box, "");
            box.open = false;
        }
        return found;
    });
}""".replace("IN_SIGHT", IN_SIGHT)


def sizes(who: Person) -> Iterator[str]:
    """The same page as each phone shows it."""
    for width, height in PHONES:
        who.page.set_viewport_size({"width": width, "height": height})
        for letters in LETTERS:
            who.page.evaluate(f"document.documentElement.style.fontSize = '{letters}%'")
            who.page.evaluate("document.querySelector('.stage-words, .stage-main').scrollTo(0, 0)")
            yield f"{width}×{height} at {letters} %"
    who.page.evaluate("document.documentElement.style.fontSize = ''")
    who.page.set_viewport_size({"width": 390, "height": 844})


# Every step of every protocol


def moments(of: Protocol) -> Iterator[State]:
    """Each step as it begins, and once somebody speaks."""
    begun = tried(states.lobby(of), ChooseClients((AMINA, BRUNO)), Start())
    for index in range(len(begun.agenda)):
        here = tried(begun, Jump(index))
        yield from (here, tried(here, NextSpeaker()))


def waited_for() -> list[list[str]]:
    """What somebody may do where a decision is among it: every such set, in any step, role and way of choosing."""
    protocols = [states.protocol(key) for key in catalogue()]
    votes = replace(states.classique(), settings={**states.classique().settings, "subject_choice": "votes"})
    offered = {
        frozenset(command for command, may in offers.to_participant(state, who).items() if may) & (DECISIONS | BOXES)
        for of in (*protocols, votes)
        for state in moments(of)
        for who in state.present
    }
    return sorted(sorted(one) for one in offered if one & DECISIONS)


def test_a_decision_is_never_hidden_by_a_box(evening: Evening) -> None:
    room = begin(evening, OMAR)
    room.chooses(OMAR)
    room.does(room.claire, "start")
    omar, all_sets = room.people["Omar Benali"], waited_for()
    assert {command for one in all_sets for command in one} >= DECISIONS
    hidden = {size: omar.page.evaluate(OUT_OF_SIGHT, [all_sets, sorted(DECISIONS)]) for size in sizes(omar)}
    assert [f"{one}, {size}" for size, found in hidden.items() for one in sorted(set(found))] == []
