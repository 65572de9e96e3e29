"""Between two sessions, on phones: a commitment is followed, an author is told, and the next opening shows it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from django.utils import timezone
from playwright.sync_api import Page, expect

from sessions.models import Attendance, Commitment, ContentKey, Contribution, PhaseRun, Round, Session

from .axe import Ledger
from .gathering import begin
from .people import PHONE, Evening, Person
from .test_joining import shot

LEA, MARC = 0, 1
TAKEN, IDEA, WORD = "Appeler Paul avant jeudi.", "Et si tu l’invitais à déjeuner ?", "Je n’ose pas encore."
WIDER = "() => document.documentElement.scrollWidth > innerWidth"


def test_a_commitment_is_followed_and_an_author_learns_at_the_opening(evening: Evening, axe: Ledger) -> None:
    evening.server.backstage(lambda: was_client(UUID(evening.id), evening.id_of(LEA), evening.id_of(MARC)))
    lea, marc = visits(evening, LEA), visits(evening, MARC)
    follows(evening, lea, axe)
    tells(evening, lea, marc, axe)
    room = begin(evening)
    learns(evening, marc, axe)
    lea.page.goto(f"{evening.server.url}/sessions/{evening.id}/")
    lea.connected()
    evening.others.remove(lea)
    evening.everybody.append(lea)
    room.does(room.claire, "start")
    room.goes_to("Suivi des engagements")
    promises = lea.page.locator("#region-promises")
    expect(promises).to_contain_text(TAKEN)
    expect(promises).to_contain_text("en cours")
    # Changed on a page of her own meanwhile, her live page hears it.
    own = lea.tab()
    own.goto(f"{evening.server.url}/commitments/?as={evening.id_of(LEA)}")
    state(own, "pris")
    expect(promises).to_contain_text("pris")
    assert WORD not in lea.words()
    own.close()


def was_client(session: UUID, lea: str, marc: str) -> None:
    """Léa, in a session of three weeks ago: she took something on, and marked an idea of Marc's."""
    now = timezone.now()
    next_one = Session.objects.get(pk=session)
    earlier = Session(
        cycle=next_one.cycle,
        number=200 + Session.objects.count(),
        scheduled_at=now - timedelta(days=21),
        minutes=90,
        planned_rounds=1,
        protocol_key=next_one.protocol_key,
        protocol_copy=next_one.protocol_copy,
        state=next_one.state,
        status="closed",
    )
    ContentKey.objects.make(earlier.pk)
    earlier.save()
    for one in (lea, marc):
        Attendance.objects.create(session=earlier, participant_id=one, arrived_at=earlier.scheduled_at)
    held = Round.objects.create(session=earlier, number=0, client_id=lea)
    PhaseRun.objects.create(
        session=earlier,
        index=1,
        step="consultation",
        round_number=0,
        planned_ms=1,
        entered_at=earlier.scheduled_at,
        left_at=earlier.scheduled_at + timedelta(hours=1),
    )
    taken = Commitment(session=earlier, round=held, participant_id=lea, taken_at=earlier.scheduled_at)
    taken.text = TAKEN
    taken.save()
    idea = Contribution(id=uuid4(), session=earlier, round=held, author_id=marc, step="consultation", kind="option")
    idea.mark, idea.written_at, idea.text = "trying", earlier.scheduled_at, IDEA
    idea.save(force_insert=True)


def visits(evening: Evening, place: int) -> Person:
    """On a phone, by the link of the demonstration, which proves it; no page of a session follows."""
    person = evening.someone(evening.links["participants"][place]["url"], PHONE)
    evening.everybody.remove(person)
    evening.others.append(person)
    person.page.goto(person.url)
    return person


def state(page: Page, chosen: str) -> None:
    """Unfold the first commitment, choose where one is with it, save."""
    one = page.locator(".commitment", has_text=TAKEN)
    one.locator("summary").click()
    one.locator(f".choice:has-text('{chosen}')").click()
    one.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".commitment", has_text=TAKEN)).to_contain_text("Enregistré.")


def follows(evening: Evening, lea: Person, axe: Ledger) -> None:
    page = lea.page
    page.goto(f"{evening.server.url}/commitments/?as={evening.id_of(LEA)}")
    one = page.locator(".commitment", has_text=TAKEN)
    expect(one).to_contain_text(TAKEN)
    one.locator("summary").click()
    axe.look(lea, "a commitment that is changed", dark=True)
    one.locator("input[type=date]").fill("2020-01-01")
    one.locator("textarea").fill(WORD)
    one.get_by_role("button", name="Enregistrer").click()
    expect(one).to_contain_text("Cette date est passée.")
    expect(one.locator("textarea")).to_have_value(WORD)
    assert not page.evaluate(WIDER)
    soon = (timezone.now() + timedelta(days=9)).date().isoformat()
    one.locator("input[type=date]").fill(soon)
    one.locator(".choice:has-text('en cours')").click()
    one.get_by_role("button", name="Enregistrer").click()
    expect(one).to_contain_text("Enregistré.")
    expect(one).to_contain_text(WORD)
    shot(lea, "commitments")


def tells(evening: Evening, lea: Person, marc: Person, axe: Ledger) -> None:
    idea = lea.page.locator("li:has(.note)", has_text=IDEA)
    idea.get_by_role("button", name="Le dire à son auteur").click()
    expect(idea).to_contain_text("à la prochaine séance du groupe, pas avant")
    axe.look(lea, "an idea whose author is to be told", dark=True)
    marc.page.goto(f"{evening.server.url}/given/?as={evening.id_of(MARC)}")
    assert IDEA not in marc.words()


def learns(evening: Evening, marc: Person, axe: Ledger) -> None:
    page = marc.page
    page.goto(evening.server.url)
    page.get_by_role("link", name="de vos idées").click()
    expect(page.get_by_role("heading", name="Votre idée a servi")).to_be_visible()
    expect(page.locator("main")).to_contain_text(IDEA)
    axe.look(marc, "what one gives and receives", dark=True)
    assert not page.evaluate(WIDER)
    shot(marc, "given")
    page.goto(evening.server.url)
    expect(page.get_by_role("link", name="de vos idées")).to_have_count(0)
