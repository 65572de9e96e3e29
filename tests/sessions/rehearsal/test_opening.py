"""What simulated people choose while the group chooses its subjects: to propose, weigh, vote, or not to vote."""

from __future__ import annotations

from uuid import UUID

from sessions.rulebook.moves.subjects import EndVote
from sessions.rulebook.state.state import State
from tests.sessions.cast.rehearsal_acts import FRENCH, acts, commands, those
from tests.sessions.cast.states import CIRCLE, after, amina_is_questioned, at_step, protocol

PROPOSED = {one: UUID(int=number) for number, one in enumerate(CIRCLE)}
ALL = 150


def voting() -> State:
    return at_step("subject_choice", of=protocol("intervision-incident"))


def test_most_propose_each_a_subject_of_their_own() -> None:
    found = those(acts(at_step("subject_choice"), count=ALL), "propose_subject")
    titles = {act.by: (act.fields["title"], act.fields["question"]) for act in found}
    assert 3 < len(titles) == len(set(titles.values())) < 6
    places = {who: FRENCH["title"].index(title) for who, (title, _) in titles.items()}
    assert all(FRENCH["headline"][places[who]] == question for who, (_, question) in titles.items())
    assert "propose_subject" not in commands(acts(amina_is_questioned(), count=ALL))


def test_whoever_has_a_subject_proposes_no_other() -> None:
    assert "propose_subject" not in commands(acts(at_step("subject_choice"), count=ALL, subjects=PROPOSED))


def test_half_of_them_weigh_their_own_where_stakes_decide() -> None:
    weighed = those(acts(at_step("subject_choice"), count=ALL, subjects=PROPOSED), "weigh_subject")
    assert 0 < len({act.by for act in weighed}) < 6
    assert all(act.fields["id"] == PROPOSED[act.by] for act in weighed)
    weights = {act.fields[name] for act in weighed for name in ("stakes", "intensity", "urgency")}
    assert weights <= {1, 2, 3}
    everybody = frozenset(CIRCLE)
    assert not those(acts(at_step("subject_choice"), subjects=PROPOSED, weighed=everybody), "weigh_subject")
    assert not those(acts(voting(), count=ALL, subjects=PROPOSED), "weigh_subject")


def test_votes_come_when_all_subjects_are_there_for_others_subjects() -> None:
    assert not those(acts(voting(), count=ALL), "vote")
    votes = those(acts(voting(), count=ALL, subjects=PROPOSED), "vote")
    assert votes
    assert all(act.fields["subject"] != PROPOSED[act.by] for act in votes)
    assert {act.fields["count"] for act in votes} == {1, 2}


def test_some_skip_and_nobody_votes_twice() -> None:
    seeds = range(30)
    skipped = [those(acts(voting(), seed=seed, subjects=PROPOSED), "skip_vote") for seed in seeds]
    assert 5 < sum(bool(found) for found in skipped) < 30
    cast: dict[tuple[str, UUID | None], int] = {(one, None): 0 for one in CIRCLE}
    assert not commands(acts(voting(), subjects=PROPOSED, votes=cast)) & {"vote", "skip_vote"}


def test_votes_are_never_more_than_each_has() -> None:
    for seed in range(6):
        votes: dict[tuple[str, UUID | None], int] = {}
        while found := those(acts(voting(), count=12, seed=seed, subjects=PROPOSED, votes=votes), "vote"):
            votes[(found[0].by, found[0].fields["subject"])] = found[0].fields["count"]
        spent = [sum(count for (who, _), count in votes.items() if who == one) for one in CIRCLE]
        assert max(spent) == 3
        assert set(spent) <= {0, 2, 3}


def test_nobody_votes_once_the_vote_is_over_or_where_there_is_none() -> None:
    over = after(voting(), EndVote())
    for state in (over, at_step("subject_choice")):
        assert not commands(acts(state, count=ALL, subjects=PROPOSED)) & {"vote", "skip_vote"}
