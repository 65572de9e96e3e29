"""The statements by which a session is read whole: each finds what the ORM does, on SQLite and PostgreSQL."""

from __future__ import annotations

from uuid import uuid4

import pytest

from groups.models import CharterAcceptance, Seat
from sessions.live.snapshot import commitments, contributions, people, reading, round
from sessions.models import Commitment, Contract, Round
from tests.codev.orm import same
from tests.sessions.cast.evening import Evening

pytestmark = pytest.mark.xdist_group("compiled")


def test_who_is_in_the_group(evening: Evening) -> None:
    group, charter = evening.group.pk, evening.group.charter.pk
    assert {one.pk for one in same(people.members, group=group)} == {one.pk for one in evening.people.values()}
    assert same(reading.charter, group=group) == [charter]
    assert {one[2] for one in same(people.facilitators, group=group)} == {"facilitator", "deputy"}
    accepted = set(CharterAcceptance.objects.filter(charter=charter).values_list("participant", flat=True))
    assert set(same(people.acceptances, charter=charter)) == accepted != set()
    for nothing in (people.members, reading.charter, people.facilitators):
        assert same(nothing, group=uuid4()) == []


def test_who_stands_at_the_door_and_who_is_here(evening: Evening) -> None:
    where, charter, gina = evening.session_id, evening.group.charter, evening.seats["gina"]
    Seat.objects.filter(pk=gina.pk).update(accepted=None, admitted_at=None)
    CharterAcceptance.objects.filter(participant=gina.participant).delete()
    assert same(people.at_the_door, session=where, charter=charter.pk) == [(gina.participant_id, False)]
    Seat.objects.filter(pk=gina.pk).update(accepted=charter)
    assert same(people.at_the_door, session=where, charter=charter.pk) == [(gina.participant_id, True)]
    Seat.objects.filter(pk=gina.pk).update(accepted=None)
    CharterAcceptance.objects.create(participant=gina.participant, charter=charter)
    assert same(people.at_the_door, session=where, charter=charter.pk) == [(gina.participant_id, True)]
    assert len(same(people.attendance, session=where)) > 1
    assert same(people.attendance, session=uuid4()) == []


def test_what_a_round_holds(evening: Evening) -> None:
    evening.do("bruno", "contribute", id=uuid4(), kind="question", text="Depuis quand ?")
    here = Round.objects.get(session=evening.session_id, number=0)
    assert same(round.of_session, session=evening.session_id, number=0) == [here]
    assert same(round.of_session, session=uuid4(), number=0) == []
    everything = {"session": evening.session_id, "round": here.pk, "number": 0}
    assert len(same(contributions.all_of_round, **everything)) == 1
    assert same(contributions.all_of_round, **everything | {"round": uuid4()}) == []


def test_what_was_agreed_and_taken_on(evening: Evening) -> None:
    evening.do("claire", "jump", to_step=evening.index("contract"))
    evening.do("amina", "write_contract", text="Je souhaite repartir avec trois idées.")
    contract = Contract.objects.get(session=evening.session_id)
    assert same(contributions.of_contract, round=contract.round_id) == [contract]
    assert same(contributions.of_contract, round=uuid4()) == []


def test_commitments_of_a_round(evening: Evening) -> None:
    evening.do("claire", "jump", to_step=evening.index("action_plan"))
    evening.do("amina", "add_commitment", text="Appeler Paul.")
    taken = Commitment.objects.get(session=evening.session_id)
    assert same(commitments.of_round, round=taken.round_id) == [taken]
    assert same(commitments.of_round, round=uuid4()) == []
