"""The floor of a step: hands by arrival, giving and yielding, the order of a go-round, passing."""

from __future__ import annotations

from dataclasses import replace

from sessions.rulebook.rules import airtime
from sessions.rulebook.state import floor
from sessions.rulebook.state.floor import Floor, Hand
from tests.sessions.cast import states
from tests.sessions.cast.states import AMINA, BRUNO, CHLOE, DRISS, ELSA, GINA, SIX_PM

FOUR = (AMINA, BRUNO, CHLOE, DRISS)
LATER = SIX_PM + 1


def _opened(mode: str, *speakers: str, client: str | None = AMINA) -> Floor:
    return floor.opened(mode, speakers=speakers, client=client, at=SIX_PM)


def test_the_client_has_the_floor_when_alone() -> None:
    assert _opened("client_only", AMINA) == Floor(mode="client_only", speaker=AMINA, since=SIX_PM)


def test_nobody_speaks_first_in_a_queue_in_free_talk_or_in_silence() -> None:
    for mode in ("queue", "free", "silence"):
        assert _opened(mode, *FOUR) == Floor(mode=mode)


def next_up(current: Floor) -> str | None:
    return airtime.next_up(replace(states.lobby(), floor=current))


def test_a_go_round_follows_the_circle_and_ends_with_the_client() -> None:
    assert _opened("go_round", *FOUR).pending == (BRUNO, CHLOE, DRISS, AMINA)
    assert _opened("go_round", *FOUR, client=None).pending == FOUR


def test_hands_wait_by_arrival() -> None:
    current = floor.raised(floor.raised(_opened("queue", *FOUR), CHLOE, SIX_PM), BRUNO, LATER)

    assert current.queue == (Hand(CHLOE, SIX_PM), Hand(BRUNO, LATER))
    assert current.waiting == (CHLOE, BRUNO)
    assert next_up(current) == CHLOE
    assert floor.lowered(current, CHLOE).waiting == (BRUNO,)


def test_giving_the_floor_takes_the_hand_down() -> None:
    current = floor.raised(floor.raised(_opened("queue", *FOUR), CHLOE, SIX_PM), BRUNO, SIX_PM)

    current = floor.given(current, BRUNO, LATER)

    assert (current.speaker, current.since, current.waiting) == (BRUNO, LATER, (CHLOE,))
    assert floor.yielded(current) == Floor(mode="queue", queue=(Hand(CHLOE, SIX_PM),))


def test_a_go_round_comes_before_the_hands() -> None:
    current = floor.raised(_opened("go_round", *FOUR), DRISS, SIX_PM)

    for one in (BRUNO, CHLOE, DRISS, AMINA):
        assert next_up(current) == one
        current = floor.given(current, one, LATER)

    assert current == Floor(mode="go_round", speaker=AMINA, since=LATER)
    assert next_up(current) is None


def test_out_of_turn_in_a_go_round_is_heard_once() -> None:
    assert floor.given(_opened("go_round", *FOUR), DRISS, LATER).pending == (BRUNO, CHLOE, AMINA)


def test_who_passes_is_not_asked_again() -> None:
    current = floor.passed(_opened("go_round", *FOUR), CHLOE)

    assert (current.pending, current.passed) == ((BRUNO, DRISS, AMINA), (CHLOE,))


def test_a_speaker_who_passes_leaves_the_floor_to_nobody() -> None:
    current = floor.passed(floor.given(_opened("go_round", *FOUR), BRUNO, LATER), BRUNO)

    assert (current.speaker, current.since, current.passed) == (None, None, (BRUNO,))


def test_who_passed_and_speaks_after_all_has_not_passed() -> None:
    current = floor.given(floor.passed(_opened("go_round", *FOUR), CHLOE), CHLOE, LATER)

    assert current.passed == ()
    assert floor.passed(current, CHLOE).passed == (CHLOE,)


def test_a_late_arrival_speaks_last() -> None:
    assert floor.joined(_opened("go_round", *FOUR), GINA).pending == (BRUNO, CHLOE, DRISS, AMINA, GINA)
    assert floor.joined(_opened("queue", *FOUR), GINA) == Floor(mode="queue")


def test_who_may_speak_no_longer_leaves_turn_hand_and_passing() -> None:
    current = floor.raised(floor.passed(_opened("go_round", *FOUR), CHLOE), CHLOE, SIX_PM)

    assert floor.left(current, CHLOE) == Floor(mode="go_round", pending=(BRUNO, DRISS, AMINA))
    assert floor.left(floor.given(current, BRUNO, LATER), BRUNO).speaker is None


def _elsa_speaks_by_exception(mode: str) -> Floor:
    return floor.given(_opened(mode, *FOUR), ELSA, LATER, is_exception=True)


def test_an_exception_lasts_one_turn() -> None:
    current = _elsa_speaks_by_exception("queue")

    assert (current.speaker, current.is_exception) == (ELSA, True)
    for after in (floor.yielded(current), floor.left(current, ELSA), floor.passed(current, ELSA)):
        assert after == Floor(mode="queue")
    assert floor.given(current, BRUNO, LATER).is_exception is False


def test_an_exception_stays_one_in_a_mode_that_keeps_the_speaker() -> None:
    for mode in ("free", "go_round"):
        assert _changed(_elsa_speaks_by_exception("queue"), mode).is_exception is True
    for mode in ("silence", "client_only"):
        assert _changed(_elsa_speaks_by_exception("queue"), mode).is_exception is False


def test_an_exception_of_a_closed_floor_is_none_once_it_opens() -> None:
    current = floor.given(_opened("silence"), BRUNO, LATER, is_exception=True)

    assert _changed(current, "queue") == Floor("queue", BRUNO, LATER)


def test_who_speaks_by_exception_and_may_speak_after_all_is_not_asked_again() -> None:
    current = floor.joined(_elsa_speaks_by_exception("go_round"), ELSA)

    assert (current.speaker, current.is_exception, current.pending) == (ELSA, False, (BRUNO, CHLOE, DRISS, AMINA))
    assert floor.joined(_elsa_speaks_by_exception("silence"), ELSA).is_exception is True


def _changed(current: Floor, mode: str) -> Floor:
    return floor.changed(current, mode, speakers=FOUR, client=AMINA, at=LATER)


def _bruno_speaks_driss_waits() -> Floor:
    return floor.raised(floor.given(_opened("queue", *FOUR), BRUNO, SIX_PM), DRISS, SIX_PM)


def test_another_mode_keeps_speaker_and_hands_where_it_can() -> None:
    assert _changed(_bruno_speaks_driss_waits(), "free") == Floor("free", BRUNO, SIX_PM, (Hand(DRISS, SIX_PM),))


def test_a_go_round_begun_while_somebody_speaks_asks_the_others() -> None:
    current = _changed(_bruno_speaks_driss_waits(), "go_round")

    assert (current.speaker, current.waiting, current.pending) == (BRUNO, (DRISS,), (CHLOE, DRISS, AMINA))


def test_silence_takes_the_floor_and_the_hands() -> None:
    assert _changed(_bruno_speaks_driss_waits(), "silence") == Floor(mode="silence")


def test_the_client_alone_takes_the_floor_from_a_peer() -> None:
    assert _changed(_bruno_speaks_driss_waits(), "client_only") == Floor("client_only", AMINA, LATER)


def test_the_client_alone_goes_on_without_the_hands() -> None:
    amina_speaks = floor.raised(floor.given(_opened("queue", *FOUR), AMINA, SIX_PM), DRISS, SIX_PM)

    assert _changed(amina_speaks, "client_only") == Floor("client_only", AMINA, SIX_PM)


def test_leaving_a_go_round_forgets_whose_turn_it_was() -> None:
    current = floor.passed(_opened("go_round", *FOUR), CHLOE)

    assert _changed(current, "queue") == Floor(mode="queue")
