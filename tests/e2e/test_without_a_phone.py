"""Somebody without a phone, in browsers: the charter accepted aloud, what is said noted by another hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from playwright.sync_api import expect

from groups.models import CharterAcceptance
from sessions.models import Commitment, Contract, Contribution, Round

from .gathering import Gathering, begin
from .people import Evening, Person
from .test_joining import open_people, shot

LEA, OMAR, MARC = 0, 1, 5
STORY = "La date est tenue pour acquise des deux côtés."
SUBJECT, QUESTION = "Un report à annoncer", "Comment le dire sans braquer ?"
CONTRACT = "Je souhaite repartir avec une façon d’annoncer le report."
WEATHER = "Un peu de brume, mais content d’être là."
KEPT = "Je garde l’idée d’en parler dès lundi."
ACTION = "Demander un rendez-vous lundi."
OUT_OF_REACH = ("hors connexion", "Hors connexion", "hors de portée")


def test_marc_has_no_phone(evening: Evening) -> None:
    has_not_accepted(evening, MARC)
    room = begin(evening, LEA, OMAR)
    marc_is_seated(room)
    omar_holds_the_pen(room)
    claire_notes_for_marc(room)
    claire_proposes_for_marc(room)
    marc_is_client(room)
    nobody_is_out_of_reach(room)
    marc_keeps_what_was_written(room)


def has_not_accepted(evening: Evening, place: int) -> None:
    id_ = UUID(evening.id_of(place))
    evening.server.backstage(lambda: CharterAcceptance.objects.filter(participant_id=id_).delete())


def marc_is_seated(room: Gathering) -> None:
    marc = room.evening.id_of(MARC)
    shot(room.claire, "aloud-asked")
    room.does(room.claire, "seat", f"#seat-{marc}")

    def heard() -> list[tuple[bool, str]]:
        rows = CharterAcceptance.objects.filter(participant_id=UUID(marc))
        return [(one.is_oral, one.heard_by.name if one.heard_by else "") for one in rows.select_related("heard_by")]

    assert room.evening.server.backstage(heard) == [(True, "Claire Morel")]


def omar_holds_the_pen(room: Gathering) -> None:
    omar = room.evening.id_of(OMAR)
    room.chooses(MARC)
    room.opens_duties(omar)
    room.does(room.claire, "assign_role", f"#duty-scribe-{omar}")
    room.does(room.claire, "start")


def note_for(room: Gathering, who: Person, text: str) -> None:
    box = who.unfold("contribute")
    box.locator("select[name=behalf]").select_option(label="Marc Dubois")
    shot(who, f"noted-{who.state['audience']}")
    room.writes(who, "contribute", text, kind="note")


def claire_notes_for_marc(room: Gathering) -> None:
    note_for(room, room.claire, WEATHER)
    note = room.people["Léa Fontaine"].page.locator("#region-board .note")
    expect(note).to_contain_text(WEATHER)
    expect(note).to_contain_text("Marc Dubois")


def claire_proposes_for_marc(room: Gathering) -> None:
    room.goes_to("Choix des sujets")
    box = room.claire.unfold("propose_subject")
    box.locator("select[name=behalf]").select_option(label="Marc Dubois")
    box.get_by_label("Titre du sujet").fill(SUBJECT)
    box.get_by_label("Question du client").fill(QUESTION)
    room.claire.settled()
    room.evening.after(box.get_by_role("button", name="Proposer ce sujet").click)
    card = room.people["Léa Fontaine"].page.locator("#region-subjects .subject-card")
    expect(card).to_contain_text(SUBJECT)
    expect(card).to_contain_text("Marc Dubois · noté par une autre main")


def marc_is_client(room: Gathering) -> None:
    omar = room.people["Omar Benali"]
    now = room.goes_to("Exposé")
    assert now["client"] == now["speaker"] == room.evening.id_of(MARC)
    note_for(room, omar, STORY)
    room.goes_to("Contrat")
    room.writes(omar, "write_contract", CONTRACT)
    room.does(room.people["Léa Fontaine"], "accept_contract")
    room.goes_to("Synthèse")
    room.writes(omar, "write_synthesis", KEPT)
    room.writes(omar, "add_commitment", ACTION)
    shot(omar, "scribe-plan")
    shot(room.claire, "scribe-dashboard")


def nobody_is_out_of_reach(room: Gathering) -> None:
    open_people(room.claire)
    shot(room.claire, "no-phone-people")
    for one in room.evening.everybody:
        assert one.page.locator(".away").count() == 0
        assert [words for words in OUT_OF_REACH if words in one.words()] == []


def marc_keeps_what_was_written(room: Gathering) -> None:
    session, marc = UUID(room.evening.id), UUID(room.evening.id_of(MARC))

    def kept() -> dict[str, Any]:
        mine = Round.objects.get(session_id=session, client_id=marc)
        notes = Contribution.objects.filter(session_id=session, author_id=marc).select_related("noted_by", "user")
        return {
            "contract": [one.text for one in Contract.objects.filter(round=mine)],
            "synthesis": mine.synthesis,
            "actions": [(one.participant_id, one.text) for one in Commitment.objects.filter(round=mine)],
            "notes": {one.text: str(one.noted_by or one.user) for one in notes},
        }

    assert room.evening.server.backstage(kept) == {
        "contract": [CONTRACT],
        "synthesis": KEPT,
        "actions": [(marc, ACTION)],
        "notes": {WEATHER: "Claire Morel", STORY: "Omar Benali"},
    }
