"""A whole session in which everything is written that can be, each thing a planted word, by real commands."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils import timezone

from sessions.forms.attendance import half_key
from sessions.history.half_days import HalfDay
from sessions.models import Commitment, Correction, PrivateNote
from sessions.models.demand import Demand
from tests.sessions.planted.house import House, come_by_code
from tests.sessions.planted.readers import DEBRIEF, EARLY, JOURNAL, LATE
from tests.sessions.planted.words import word

Chapter = Callable[[House], None]
ASKED, BACK, HIDDEN, TAKEN, DROPPED = (uuid4() for _ in range(5))
MEMBERS = ("client", "peer", "writer", "scribe", "observer", "gone")
LIVE = ("facilitator", "colleague", "deputy", "phone", *MEMBERS, "guest", "waiting", "screen")


def people_come(house: House) -> None:
    for one in ("guest", "waiting"):
        come_by_code(house, one)
    for one in MEMBERS:
        house.browser(one).get(house.path())
    house.do("facilitator", "admit", participant=house.id("guest"))
    house.do("facilitator", "seat_newcomer", name=word("name of who has no phone"))
    house.do("facilitator", "assign_role", participant=house.id("observer"), role="observer")
    house.do("facilitator", "assign_role", participant=house.id("scribe"), role="scribe")
    house.do("facilitator", "choose_clients", participants=[house.id("client"), house.id("peer")])
    house.browser("observer").send("sessions:call", house.ids["session_id"], called=word("called observer at last"))
    house.browser("peer").send("groups:called", house.ids["group_id"], called=word("called peer at last"))
    house.do("facilitator", "start")


def it_opens(house: House) -> None:
    house.goes_to("follow_up")
    told, kept = (
        next(one for one in Commitment.objects.all() if one.text == word(f"commitment {which}"))
        for which in ("told", "kept")
    )
    house.do("client", "report_commitment", id=told.pk, state="reported", text=word("report told"), is_shared="on")
    house.do("client", "report_commitment", id=kept.pk, state="trying", text=word("report kept"))
    house.goes_to("subject_choice")
    for one in ("client", "peer"):
        text = {"title": word(f"title of {one}"), "question": word(f"question of {one}")}
        house.do(one, "propose_subject", id=uuid4(), **text)
    house.do("facilitator", "end_vote")


def the_client_presents(house: House) -> None:
    house.goes_to("presentation")
    house.do("client", "word_headline", title=word("headline"), question=word("last question"))
    house.do("client", "contribute", id=uuid4(), kind="note", text=word("note"))
    facilitator, session = house.browser("facilitator"), house.ids["session_id"]
    house.do("facilitator", "write_private_note", text=word("private note"))
    facilitator.get(reverse("sessions:notes", args=[session]))
    note = str(PrivateNote.objects.get().pk)
    facilitator.send("sessions:reword_note", session, id=note, text=word("private note reworded"))


def peers_ask(house: House) -> None:
    house.goes_to("clarification")
    writes(house, "writer", ASKED, "question", "question as first asked")
    writes(house, "writer", BACK, "question", "question handed back")
    writes(house, "writer", HIDDEN, "question", "question hidden")
    writes(house, "writer", TAKEN, "question", "question taken back")
    for idea, what in ((uuid4(), "idea kept"), (DROPPED, "idea dropped")):
        house.do("writer", "keep_idea", id=idea, kind="option", text=word(what))
    writes(house, "scribe", uuid4(), "question", "question noted", behalf=house.id("gone"))
    house.do("facilitator", "write_prompt", text=word("own prompt"))


def some_of_it_goes(house: House) -> None:
    house.do("writer", "edit", id=ASKED, text=word("question as reworded"))
    house.do("facilitator", "hand_back", id=BACK)
    house.do("facilitator", "hide", id=HIDDEN)
    house.do("writer", "withdraw", id=TAKEN)
    house.do("writer", "drop_kept", id=DROPPED)


def writes(house: House, who: str, id: UUID, kind: str, what: str, **more: str) -> None:
    house.do(who, "contribute", id=id, kind=kind, text=word(what), **more)


def the_client_asks(house: House) -> None:
    house.do("facilitator", "mark_left", participant=house.id("gone"))
    house.goes_to("contract")
    house.do("client", "write_contract", text=word("contract as first worded"), help=word("help as first wished for"))
    writes(house, "writer", uuid4(), "reformulation", "reformulation")


def they_agree(house: House) -> None:
    house.do("client", "write_contract", text=word("contract"), help=word("help wished for"))
    for peer in ("peer", "writer"):
        house.do(peer, "accept_contract")


def they_write_in_silence(house: House) -> None:
    house.goes_to("consultation")
    house.do("facilitator", "write_in_silence")
    writes(house, "writer", uuid4(), "option", "option in silence")


def they_search(house: House) -> None:
    house.do("facilitator", "reveal")
    for kind in KINDS:
        writes(house, "writer", uuid4(), kind, kind)


KINDS = (
    "analysis",
    "experience",
    "feedback",
    "hypothesis",
    "impression",
    "metaphor",
    "resource",
    "reflective_question",
)


def the_client_decides(house: House) -> None:
    house.goes_to("action_plan")
    house.do("client", "write_synthesis", text=word("synthesis"))
    house.do("client", "add_commitment", text=word("commitment"))
    house.do("client", "project_demand", wording=Demand(word("last question"), word("contract")).wording)


def they_learn(house: House) -> None:
    house.do("client", "withdraw_demand")
    house.goes_to("learning")
    writes(house, "observer", id := uuid4(), "learning", "learning")
    learned = {"id": str(id), "memory": "unnamed"}
    assert house.browser("observer").post(house.path("memory/"), learned).status_code == 302


def what_is_no_text(house: House) -> None:
    """Fields that take one of a list, or an id: anything else is refused."""
    client, planted = house.id("client"), word("one of a list")
    for command, fields in {
        "assign_role": {"participant": client, "role": planted[:16]},
        "give_floor": {"participant": client, "believed_speaker": planted},
        "next_speaker": {"believed_speaker": planted},
        "set_floor_mode": {"mode": planted},
        "set_floor_order": {"order": planted},
    }.items():
        assert house.send("facilitator", command, **fields).status_code in (404, 409, 422), command
    assert house.send("client", "project_demand", wording=planted).status_code in (409, 422)


def it_ends(house: House) -> None:
    house.goes_to("presentation", 1)
    house.goes_to("closing")
    house.do("facilitator", "close")
    journal = {name: word(f"journal {name}") for name in JOURNAL}
    house.browser("client").send("sessions:reflection", house.ids["session_id"], version="0", **journal)
    house.browser("client").send("sessions:journal", q=word("looked for in a journal"))
    sheet = {name: word(f"debriefed {name}") for name in DEBRIEF}
    house.browser("facilitator").send("sessions:debrief", house.ids["session_id"], version="0", **sheet)
    they_sign(house)


def they_sign(house: House) -> None:
    """For having been there; of who was marked gone it is put right."""
    session, half = house.ids["session_id"], half_key(HalfDay.of(timezone.now(), house.session.zone))
    facilitator = house.browser("facilitator")
    assert house.browser("client").send("sessions:sign", session, half=half).status_code == 302
    writer, gone = house.id("writer"), house.id("gone")
    assert facilitator.send("sessions:sign_before", session, writer, half=half).status_code == 302
    assert facilitator.send("sessions:countersign", session).status_code == 302
    reason = {"there": "no", "reason": word("reason of a correction")}
    assert facilitator.send("sessions:correct_attendance", session, gone, **reason).status_code == 302
    contested = {"correction": str(Correction.objects.get().pk), "words": word("words that contest a correction")}
    assert house.browser("gone").send("sessions:contest", session, **contested).status_code == 302


CHAPTERS: tuple[Chapter, ...] = (
    it_opens,
    the_client_presents,
    peers_ask,
    some_of_it_goes,
    the_client_asks,
    they_agree,
    they_write_in_silence,
    they_search,
    the_client_decides,
    they_learn,
    what_is_no_text,
    it_ends,
)
# Who may have read what when a chapter ends, where others may later.
UNTIL = {
    "they_agree": {"contract": LATE, "last question": EARLY},  # not on the wall yet
    "they_write_in_silence": {"option in silence": frozenset({"writer"})},
    "they_search": dict.fromkeys(("option in silence", *KINDS), LATE - {"client"}),  # who listens, until the step ends
}
