"""What a page is sent of a list that grows: the one that is new and the order, and nobody else again."""

from __future__ import annotations

from uuid import uuid4

import pytest

from sessions.live.shown import NOTHING
from sessions.live.snapshot.reading import load
from sessions.live.snapshot.viewer import viewer_of
from sessions.live.stage import Stage, frame
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import PROPOSAL, check_in, choosing, clarification, lobby
from tests.sessions.cast.page import elements

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


class Watch:
    """Claire's dashboard, kept up to date."""

    def __init__(self, evening: Evening) -> None:
        self.evening = evening
        self.stage: Stage | None = None
        self.shown = NOTHING
        self.news()

    def news(self) -> dict[str, str]:
        """What the page is sent now, by id."""
        snapshot = load(self.evening.session_id)
        assert snapshot
        viewer = viewer_of(self.evening.visit("claire").standing, snapshot.state, "fr")
        self.stage = Stage(snapshot, before=self.stage)
        self.stage.prepare([viewer])
        html, self.shown = frame(self.stage, viewer, self.shown, now=0)
        return elements(html)


def test_one_more_hand_is_one_more_piece(evening: Evening) -> None:
    clarification(evening)
    evening.do("bruno", "raise_hand")
    claire = Watch(evening)
    evening.do("chloe", "raise_hand")
    sent = claire.news()
    assert sent.keys() == {"live-state", "region-circle", f"hand-{evening.id('chloe')}", "hands"}
    assert sent["hands"].count("hand-") == 2
    evening.do("bruno", "lower_hand")
    # The next to speak is another.
    assert claire.news().keys() == {"live-state", "region-circle", "hands", "region-may"}


def test_as_a_go_round_goes_on_those_still_to_come_stay(evening: Evening) -> None:
    check_in(evening)
    evening.do("claire", "next_speaker")
    before, claire = evening.session.load().floor.speaker, Watch(evening)
    evening.do("claire", "next_speaker")
    now = evening.session.load().floor.speaker
    sent = claire.news().keys()
    assert {"floor-speaker", "turns", f"person-{before}", f"person-{now}"} <= sent
    assert not [one for one in sent if one.startswith(("turn-", "region-floor", "region-people"))]


def test_whoever_is_let_in_is_the_one_person_sent(evening: Evening) -> None:
    lobby(evening)
    evening.do("gina", "knock")
    claire, gina = Watch(evening), evening.id("gina")
    evening.do("claire", "admit", participant=gina)
    sent = claire.news()
    assert [one for one in sent if "person" in one or "people" in one or "door" in one] == [
        "list-door",
        f"person-{gina}",
        "list-people",
    ]
    assert 'data-order=""' in sent["list-door"]


def test_one_more_subject_is_one_more_card_and_the_count(evening: Evening) -> None:
    choosing(evening)
    evening.do("bruno", "propose_subject", **PROPOSAL)
    claire = Watch(evening)
    evening.do("chloe", "propose_subject", id=uuid4(), title="Le retard", question="Comment le dire ?")
    sent = [one for one in claire.news() if "subject" in one]
    assert sent[0] == "subjects-head"
    assert sent[1].startswith("subject-")
    assert sent[2:] == ["list-subjects"]
