"""What the facilitator shows all: a rule that names nobody, what is being done."""

from __future__ import annotations

import re

import pytest

from sessions.live.regions import guiding
from sessions.rulebook.moves.guiding import EndMoment, ShowMoment
from sessions.rulebook.moves.life import Close
from sessions.rulebook.moves.steps import Next
from sessions.rulebook.protocol.protocol import catalogue, load
from sessions.rulebook.state.parts import Moment
from tests.sessions.cast import states
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import check_in, clarification
from tests.sessions.cast.states import SECOND, after

EVERYBODY = ("claire", "david", "amina", "bruno", "elsa", "farid", SCREEN)
MOMENT = re.compile(r'<div id="region-moment".*?</div>', re.DOTALL)


def page(evening: Evening, name: str, language: str = "fr") -> str:
    path = evening.path("screen/" if name == SCREEN else "")
    return str(evening.browser(name, language=language).get(path).content.decode())


def moment_of(evening: Evening, name: str, language: str = "fr") -> str:
    found = MOMENT.search(page(evening, name, language))
    assert found
    return found[0]


@pytest.mark.parametrize(
    ("kind", "seconds"), [("reframe", 20), ("reframe_client", 20), ("reformulate", 60), ("summarise", 60)]
)
def test_a_moment_says_until_when_it_is_shown(kind: str, seconds: int) -> None:
    state = after(states.amina_is_questioned(), ShowMoment(kind), later=5 * SECOND)
    now = states.amina_is_questioned().last_at + 5 * SECOND
    assert state.moment == Moment(kind, now, now + seconds * SECOND)


def test_the_newest_moment_takes_the_place_of_the_one_before() -> None:
    state = after(states.amina_is_questioned(), ShowMoment("reframe"), ShowMoment("summarise"))
    assert state.moment is not None
    assert state.moment.kind == "summarise"


@pytest.mark.parametrize("ending", [EndMoment(), Next(), Close()], ids=str)
def test_a_tap_another_step_and_the_end_take_it_off(ending: object) -> None:
    shown = after(states.amina_is_questioned(), ShowMoment("reformulate"))
    assert after(shown, ending).moment is None
    assert after(states.amina_is_questioned(), EndMoment()).moment is None


def test_everybody_is_shown_the_rule_and_nobody_is_named(evening: Evening) -> None:
    check_in(evening)
    evening.do("claire", "jump", to_step=evening.index("contract"))
    evening.do("claire", "reframe")
    for name in EVERYBODY:
        shown = moment_of(evening, name)
        assert "La règle de l’étape" in shown
        assert "la demande appartient au client." in shown
        assert "Amina" not in shown
        assert ("end_moment" in shown) == (name == "claire")
    assert "the request belongs to the client." in moment_of(evening, "bruno", "en")
    assert "La règle" not in page(evening, "gina")


def test_the_rule_of_the_client_is_the_clients(evening: Evening) -> None:
    clarification(evening)
    evening.do("claire", "reframe", whom="client")
    step = evening.session.load().step
    assert step is not None
    assert step.cards["client"].refrain.fr in moment_of(evening, "bruno")
    assert step.cards["peer"].refrain.fr not in moment_of(evening, "bruno")


@pytest.mark.parametrize("key", catalogue())
def test_every_rule_can_be_told_without_a_name(key: str) -> None:
    for step in load(catalogue()[key]).steps:
        for role in {"peer", "client"} & {*step.cards}:
            for language in ("fr", "en"):
                told = guiding.unnamed(step.cards[role].refrain.given(language), language)
                assert told[0].isupper()
                assert not re.search(r"[{}]|\b(à|de) le\b", told)


def test_a_break_shows_nothing(evening: Evening) -> None:
    clarification(evening)
    evening.do("claire", "summarise")
    evening.do("claire", "take_break", minutes=5)
    assert "résume" not in page(evening, "bruno")


def test_nothing_but_ids_and_enumerations_is_kept(evening: Evening) -> None:
    clarification(evening)
    evening.do("claire", "reframe")
    session = evening.session
    moment = session.state["moment"]
    assert {*moment} == {"kind", "since", "until"}
    entry = session.journal.latest("revision")
    assert entry.arguments == {}
    assert [{*event} for event in entry.events] == [{"event", "at", "kind", "until"}]
