"""Rehearsals: begun from home, played through the real commands by one connection at a time, kept nowhere."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups.actors import Actor
from groups.models import Group, Part, Participant, Seat
from sessions import commands
from sessions.access import Visit
from sessions.live import presence
from sessions.models import Attendance, ContentKey, Contribution, JournalEntry, Rehearsal, Session
from sessions.rehearsal import play as playing
from sessions.rehearsal.library import library
from sessions.rehearsal.play import LONGEST, Player, play

from .evening import Evening

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
SENT = {"protocol_key": "codev-classique", "people": "4", "temper": "lively", "pace": "10"}
SECOND = timedelta(seconds=1)


class Stage:
    """Claire's rehearsal, played by hand: each `beat` is a tick a second after the last."""

    def __init__(self, evening: Evening) -> None:
        self.evening = evening
        self.http = evening.browser("claire", language="fr")
        assert self.http.post(reverse("sessions:rehearse"), SENT).status_code == 302
        self.session_id = Session.objects.latest("created_at").pk
        Rehearsal.objects.update(seed=7)
        self.now = timezone.now()
        self.player = Player(self.session_id, library("fr"), uuid4())

    @property
    def session(self) -> Session:
        return Session.objects.select_related("cycle__group").get(pk=self.session_id)

    @property
    def visit(self) -> Visit:
        return Visit(self.session, Actor(user=self.evening.users["claire"]), Part.FACILITATOR)

    def drives(self, command: str, /, **fields: object) -> None:
        commands.run(command, visit=self.visit, key=uuid4(), **fields)

    def beats(self, count: int, player: Player | None = None) -> bool:
        goes_on = True
        for _ in range(count):
            self.now += SECOND
            goes_on = (player or self.player).tick(self.now)
        return goes_on

    def starts(self) -> None:
        self.beats(4)
        people = list(Participant.objects.filter(group=self.session.cycle.group))
        self.drives("choose_clients", participants=[people[0].pk, people[1].pk])
        self.drives("start")

    def goes_to(self, step: str) -> None:
        items = self.session.load().agenda
        self.drives("jump", to_step=next(i for i, item in enumerate(items) if item.key == step))

    def done(self) -> list[str]:
        simulated = [f"seat:{seat.pk}" for seat in Rehearsal.objects.get().cast()]
        return list(
            JournalEntry.objects.filter(session=self.session_id, actor__in=simulated).values_list("command", flat=True)
        )


@pytest.fixture
def stage(evening: Evening) -> Stage:
    return Stage(evening)


def test_home_offers_it_with_four_inputs_that_have_values(evening: Evening) -> None:
    page = evening.browser("claire").get("/").content.decode()
    form = page[page.index(reverse("sessions:rehearse")) :].split("</form>")[0]
    assert form.count("<select") == 3
    assert form.count('type="number"') == 1
    assert form.count("selected") == 3 or "codev-classique" in form


@pytest.mark.parametrize("people", ["2", "12"])
def test_it_is_bounded(evening: Evening, people: str) -> None:
    answer = evening.browser("claire").post(reverse("sessions:rehearse"), {**SENT, "people": people})
    assert answer.status_code == 422
    assert not Rehearsal.objects.exists()


@pytest.mark.parametrize("who", ["agnes", "hakim"])
def test_only_whoever_facilitates_rehearses(evening: Evening, who: str) -> None:
    assert evening.browser(who).post(reverse("sessions:rehearse"), SENT).status_code == 404


def test_a_lobby_opens_and_simulated_people_arrive_one_a_second(stage: Stage) -> None:
    assert stage.session.status == "open"
    stage.beats(3)
    assert len(stage.session.load().present) == 3
    stage.beats(3)
    assert len(stage.session.load().present) == 4
    assert stage.done() == ["arrive"] * 4


def test_they_write_and_raise_hands_through_the_commands(stage: Stage) -> None:
    stage.starts()
    stage.goes_to("clarification")
    stage.beats(20)
    assert {"raise_hand", "contribute"} <= set(stage.done())
    texts = {one.text for one in Contribution.objects.filter(session=stage.session_id, kind="question")}
    assert texts
    assert texts <= set(library("fr")["question"])


def test_a_simulated_client_has_a_contract_accepted_and_writes_what_is_kept(stage: Stage) -> None:
    stage.starts()
    stage.goes_to("contract")
    stage.beats(40)
    stage.goes_to("action_plan")
    stage.beats(15)
    done = stage.done()
    assert done.count("write_contract") == 1
    assert done.count("accept_contract") == 3
    assert (done.count("write_synthesis"), done.count("add_commitment")) == (1, 2)


def test_a_refused_act_is_just_not_done(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.starts()
    impossible = playing.Act(str(Rehearsal.objects.get().cast()[0].participant_id), "yield_floor")
    monkeypatch.setattr(playing, "choose", lambda *args: impossible)
    before = stage.session.revision
    assert stage.beats(3)
    assert stage.session.revision == before


def test_the_same_seed_plays_the_same(evening: Evening) -> None:
    played = []
    for _ in range(2):
        stage = Stage(evening)
        stage.starts()
        stage.goes_to("clarification")
        stage.beats(12)
        names = dict(Participant.objects.values_list("pk", "name"))
        rows = Contribution.objects.filter(session=stage.session_id).order_by("written_at")
        played.append((stage.done(), [(names[one.author_id], one.kind, one.text) for one in rows]))
    assert played[0] == played[1]


def test_manners_change_while_it_runs_without_a_word_in_the_journal(stage: Stage) -> None:
    behave = reverse("sessions:behave", args=[stage.session_id])
    stage.starts()
    before = stage.session.revision
    sent = {"temper": "difficult", "pace": "1", "is_one_lost": "on"}
    assert stage.http.post(behave, sent).status_code == 204
    assert stage.http.post(behave, {**sent, "pace": "60"}).status_code == 422
    found = Rehearsal.objects.get()
    assert (found.temper, found.pace, found.is_one_lost, found.is_advising) == ("difficult", 1, True, False)
    assert stage.session.revision == before
    assert stage.evening.browser("colin").post(behave, sent).status_code == 404
    assert stage.http.post(reverse("sessions:behave", args=[stage.evening.session_id]), sent).status_code == 404


def test_a_lost_connection_is_away_and_comes_back(stage: Stage) -> None:
    stage.beats(5)
    last = str(Rehearsal.objects.get().cast()[-1].participant_id)
    assert presence.read_away(stage.session_id) == frozenset()
    Rehearsal.objects.update(is_one_lost=True)
    stage.beats(1)
    assert presence.read_away(stage.session_id) == {last}
    Rehearsal.objects.update(is_one_lost=False)
    stage.beats(1)
    assert presence.read_away(stage.session_id) == frozenset()


def test_one_connection_plays_at_a_time(stage: Stage) -> None:
    other = Player(stage.session_id, library("fr"), uuid4())
    stage.beats(1)
    stage.beats(5, other)
    assert len(stage.session.load().present) == 1
    stage.beats(30, other)
    assert len(stage.session.load().present) == 4, "a connection that died loses its lease"


def test_it_stops_when_closed_after_three_hours_and_when_left(stage: Stage) -> None:
    assert stage.beats(1)
    assert not stage.player.tick(stage.now + LONGEST)
    stage.starts()
    stage.drives("close")
    assert not stage.beats(1)
    assert stage.http.post(reverse("sessions:leave_rehearsal", args=[stage.session.cycle.group_id])).status_code == 302
    assert not stage.beats(1)


def test_the_task_ends_with_the_connection_and_gives_the_lease_up(stage: Stage) -> None:
    ticked: list[float] = []
    visit = stage.visit

    async def connection() -> None:
        is_third = asyncio.Event()

        async def rest(seconds: float) -> None:
            ticked.append(seconds)
            if len(ticked) == 3:
                is_third.set()
                await asyncio.Event().wait()

        task = asyncio.ensure_future(play(visit, "fr", now=lambda: _later(stage), sleep=rest))
        await is_third.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    async_to_sync(connection)()
    assert ticked == [1.0, 1.0, 1.0]
    assert len(stage.session.load().present) == 3
    assert Rehearsal.objects.get().holder is None


def _later(stage: Stage) -> datetime:
    stage.now += SECOND
    return stage.now


def test_it_is_its_facilitator_s_alone(stage: Stage) -> None:
    group, page = stage.session.cycle.group_id, f"/sessions/{stage.session_id}/"
    for who in ("colin", "david", "agnes", "hakim"):
        http = stage.evening.browser(who)
        assert http.get(page).status_code == 404
        assert http.post(reverse("sessions:leave_rehearsal", args=[group])).status_code == 404
        assert http.get(reverse("groups:facilitators", args=[group])).status_code == 404
    organisation = reverse("groups:organisation", args=[stage.evening.group.organisation_id])
    assert "Séance d’essai" not in stage.evening.browser("agnes", language="fr").get(organisation).content.decode()
    named = {"email": stage.evening.users["colin"].email, "role": Part.FACILITATOR}
    stage.http.post(reverse("groups:facilitators", args=[group]), named)
    assert Group.objects.get(pk=group).facilitators.count() == 1


def test_every_page_of_it_says_what_it_is(stage: Stage) -> None:
    stage.beats(4)
    page = stage.http.get(f"/sessions/{stage.session_id}/").content.decode()
    screen = stage.http.get(f"/sessions/{stage.session_id}/screen/").content.decode()
    stage.http.post(reverse("sessions:take_part", args=[stage.session_id]))
    own = Participant.objects.get(email=stage.evening.users["claire"].email, group=stage.session.cycle.group)
    mine = f"/sessions/{stage.session_id}/?as={own.pk}"
    stage.http.post(reverse("groups:charter", args=[own.group_id]) + f"?as={own.pk}", {"charter": own.group.charter.pk})
    for shown in (page, screen, stage.http.get(mine, follow=True).content.decode()):
        assert "Séance d’essai" in shown
    assert 'class="rehearsal-mark"' in page
    assert 'class="rehearsal-mark"' in screen
    assert "simulated-panel" in page
    real = stage.http.get(f"/sessions/{stage.evening.session_id}/").content.decode()
    assert "rehearsal" not in real
    assert "simulated" not in real


def test_a_real_phone_may_join_as_a_guest_but_not_as_somebody_simulated(stage: Stage) -> None:
    http = Client()
    http.post(reverse("sessions:door"), {"code": stage.session.room_code})
    name = reverse("sessions:name", args=[stage.session_id])
    assert "Alix" not in http.get(name).content.decode()
    alix = Participant.objects.get(group=stage.session.cycle.group, name="Alix")
    assert http.post(name, {"participant": str(alix.pk)}).status_code == 422
    assert http.post(name, {"name": "Nora"}).status_code == 302
    assert Seat.objects.get(participant__name="Nora").session_id == stage.session_id


def test_nothing_of_it_reaches_hr(stage: Stage) -> None:
    hr = stage.evening.browser("hakim")
    before = _figures(hr)
    stage.starts()
    stage.drives("close")
    assert Attendance.objects.filter(session=stage.session_id).exists()
    assert _figures(hr) == before
    group = stage.session.cycle.group_id
    assert hr.get(reverse("sessions:group_history", args=[group])).status_code == 404
    assert hr.get(reverse("sessions:attendance_csv", args=[group])).status_code == 404


def _figures(http: Client) -> str:
    """HR's page, but for the token of its forms."""
    page = http.get(reverse("sessions:history")).content.decode()
    return re.sub(r"[A-Za-z0-9]{64}", "", page)


def test_leaving_deletes_everything_even_while_it_runs(stage: Stage) -> None:
    stage.starts()
    stage.goes_to("clarification")
    stage.beats(10)
    group = stage.session.cycle.group_id
    answer = stage.http.post(reverse("sessions:leave_rehearsal", args=[group]), follow=True)
    assert "rien n’en est gardé" in answer.content.decode()
    assert not Group.objects.filter(pk=group).exists()
    assert not Session.objects.filter(pk=stage.session_id).exists()
    assert not Participant.objects.filter(name="Alix").exists()
    assert not Rehearsal.objects.exists()
    assert bytes(ContentKey.objects.get(owner=stage.session_id).wrapped) == b""


def test_a_real_group_is_never_left_like_that(stage: Stage) -> None:
    group = stage.evening.group
    assert stage.http.post(reverse("sessions:leave_rehearsal", args=[group.pk])).status_code == 404
    with pytest.raises(Exception, match="not_yours_to_do"):
        commands.leave_rehearsal(group=group, by=stage.evening.users["claire"])


def test_beginning_another_leaves_the_one_before(stage: Stage) -> None:
    before = stage.session_id
    after = Stage(stage.evening).session_id
    assert not Session.objects.filter(pk=before).exists()
    assert Rehearsal.objects.get().pk == after != before


def test_home_leads_back_to_it_and_lists_it_nowhere(stage: Stage) -> None:
    page = stage.http.get("/").content.decode()
    assert f"/sessions/{stage.session_id}/" in page
    assert reverse("sessions:leave_rehearsal", args=[stage.session.cycle.group_id]) in page
    assert page.count(f"/sessions/{stage.session_id}/") == 1
    assert stage.http.get(reverse("sessions:group", args=[stage.session.cycle.group_id])).status_code == 404
    assert stage.http.get(reverse("sessions:plan", args=[stage.session.cycle.group_id])).status_code == 404


def test_one_left_behind_for_half_a_day_is_swept_once(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    stage.beats(1)
    with time_machine.travel(stage.now + timedelta(hours=11, minutes=50), tick=False):
        call_command("close_forgotten")
    assert Rehearsal.objects.exists()
    with time_machine.travel(stage.now + timedelta(hours=12, minutes=10), tick=False):
        call_command("close_forgotten")
        call_command("close_forgotten")
    assert capsys.readouterr().out.splitlines() == ["0", "0", "1 rehearsals deleted", "0"]
    assert not Rehearsal.objects.exists()
    assert Session.objects.filter(pk=stage.evening.session_id).exists()


def test_the_demonstration_offers_it_first(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo")
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("Séance d’essai")
    http = Client(headers={"accept-language": "fr"})
    answer = http.get("/" + first.split("/", 3)[3], follow=True)
    assert answer.redirect_chain[-1][0] == reverse("sessions:rehearse")
    home = http.get("/").content.decode()
    assert home.index('id="rehearsal"') < home.index(reverse("sessions:now"))


def test_elsewhere_starting_now_comes_first(evening: Evening) -> None:
    home = evening.browser("claire").get("/").content.decode()
    assert home.index('id="rehearsal"') > home.index(reverse("sessions:now"))
