"""Home: what comes next, what waits, one's groups with the line of their cycle; and the same line on a group's page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from groups.commands import accept_charter
from groups.models import CharterDecline, Invitation, RetentionWarning, Role, SamePerson
from sessions.home.coming import Next
from sessions.models import Answer, Commitment, ContentKey, Round, Session
from tests.sessions.cast.past import Past, found, held, planned, settle
from tests.sessions.views.test_long_lists import price

NOW = timezone.now


@pytest.fixture
def past(db: None) -> Past:
    past = settle()
    for one in past.people.values():
        accept_charter(participant=one, charter=past.group.charter)
    return past


def home(past: Past, who: str, **more: str) -> HttpResponse:
    answer = past.browser(who).get("/", more, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer


def next_of(answer: HttpResponse) -> Next | None:
    found: Next | None = answer.context["next"]
    return found


def waits(answer: HttpResponse) -> list[tuple[str, str]]:
    """The words of what waits, and where they lead."""
    return [(one.words, one.url) for one in answer.context["waiting"]]


def test_who_has_a_calendar_finds_the_way_to_it(past: Past) -> None:
    """Members and who facilitates; whoever works for HR alone has none."""
    everybody = ("claire", "david", "ana", "hakim")
    ways = {who: home(past, who).content.decode().count('href="/calendar/"') for who in everybody}
    assert ways == {"claire": 1, "david": 1, "ana": 1, "hakim": 0}
    for who, way in ways.items():
        assert past.browser(who).get("/calendar/").status_code == (200 if way else 404)


# What comes next


def test_next_is_what_is_under_way_then_what_comes_first_among_all_groups(past: Past) -> None:
    other = found(past.organisation, "Les jeudis", past.users["claire"])
    planned(past.group.cycle, NOW() + timedelta(days=9))
    soon = planned(other.cycle, NOW() + timedelta(days=3))
    shown = next_of(home(past, "claire"))
    assert shown is not None
    assert (shown.session, shown.group, shown.seat, shown.days) == (soon, other, None, 3)
    running = planned(past.group.cycle, NOW() - timedelta(hours=1), "running")
    shown = next_of(home(past, "claire"))
    assert shown is not None
    assert (shown.session, shown.is_under_way) == (running, True)


def test_a_session_long_over_is_not_next(past: Past) -> None:
    planned(past.group.cycle, NOW() - timedelta(days=2))
    assert next_of(home(past, "claire")) is None


def test_a_member_s_button_leads_to_the_session_as_that_member(past: Past) -> None:
    session = planned(past.group.cycle, NOW() + timedelta(days=1))
    page = home(past, "ana")
    shown = next_of(page)
    assert shown is not None
    assert shown.seat is not None
    assert shown.seat.participant == past.people["ana"]
    main = re.findall(r'<a\s+class="button main"\s+href="([^"]+)"', page.content.decode())
    assert main == [f"{session.page}?as={past.people['ana'].pk}"]


@pytest.mark.parametrize("who", ["claire", "ana", "hakim", "agnes"])
def test_there_is_one_main_button_for_every_hat(past: Past, who: str) -> None:
    planned(past.group.cycle, NOW() + timedelta(days=1))
    page = home(past, who).content.decode()
    assert len(re.findall(r'class="[^"]*\bmain\b[^"]*button|<a\s+class="button main"', page)) == 1
    assert len(re.findall(r"<h1\b", page)) == 1


def test_a_new_facilitator_finds_one_sentence_and_one_button(past: Past) -> None:
    past.users["agnes"].roles.create(organisation=past.organisation, role=Role.FACILITATOR)
    page = home(past, "agnes").content.decode()
    assert page.index("it begins here") < page.index("Create your first group") < page.index("Start now")


def test_a_group_s_row_passes_over_what_was_never_opened(past: Past) -> None:
    planned(past.group.cycle, NOW() - timedelta(days=3))
    session = planned(past.group.cycle, NOW() + timedelta(days=3))
    planned(past.group.cycle, NOW() + timedelta(days=9))
    page = home(past, "claire")
    (one,) = page.context["groups"]
    assert (one.coming.next, one.coming.others) == (session, 1)
    assert b"and 1 other session" in page.content


# What waits


def test_nothing_waits_where_nothing_is_to_be_done(past: Past) -> None:
    held(past.group.cycle, NOW() - timedelta(days=5))
    session = planned(past.group.cycle, NOW() + timedelta(days=5))
    Answer.objects.create(session=session, participant=past.people["ana"], comes=True)
    assert [waits(home(past, who)) for who in ("claire", "ana", "hakim", "agnes")] == [[], [], [], []]


def test_a_charter_waits_for_who_has_not_accepted_it(past: Past) -> None:
    past.people["ana"].acceptances.all().delete()
    where = f"/groups/{past.group.pk}/charter/?as={past.people['ana'].pk}"
    assert waits(home(past, "ana")) == [("The charter of your group waits for your answer.", where)]


def test_an_answer_waits_until_it_is_given_and_is_counted_for_who_facilitates_alone(past: Past) -> None:
    session = planned(past.group.cycle, NOW() + timedelta(days=5))
    planned(past.group.cycle, NOW() + timedelta(days=9))
    ((words, where),) = waits(home(past, "ana"))
    assert words.startswith("Will you be there on ")
    assert where == f"{session.page}?as={past.people['ana'].pk}"
    Answer.objects.create(session=session, participant=past.people["ana"], comes=True)
    Answer.objects.create(session=session, participant=past.people["zoé"], comes=False)
    assert waits(home(past, "ana")) == []
    said = "1 will be there, 1 will not, 1 have not answered."
    assert said in home(past, "claire").content.decode()
    assert "have not answered" not in home(past, "ana").content.decode()


def test_what_is_to_be_said_of_sessions_waits_for_who_facilitates(past: Past) -> None:
    missed = planned(past.group.cycle, NOW() - timedelta(days=2))
    left = held(past.group.cycle, NOW() - timedelta(days=4))
    Session.objects.filter(pk=left.pk).update(is_end_estimated=True)
    expected = [missed.page, f"/sessions/{left.pk}/end/"]
    assert [url for _, url in waits(home(past, "claire"))] == expected
    assert waits(home(past, "ana")) == []
    group = past.browser("claire").get(f"/groups/{past.group.pk}/")
    assert [one.url for one in group.context["waiting"]][:2] == expected


def test_a_group_that_was_archived_asks_for_nothing(past: Past) -> None:
    planned(past.group.cycle, NOW() - timedelta(days=2))
    Invitation.objects.note_refused(past.people["zoé"].pk, "unknown")
    past.people["ana"].acceptances.all().delete()
    assert [len(waits(home(past, who))) for who in ("claire", "ana")] == [2, 1]
    past.group.archived_at = NOW()
    past.group.save()
    assert [waits(home(past, who)) for who in ("claire", "ana")] == [[], []]
    assert past.browser("claire").get(f"/groups/{past.group.pk}/").context["waiting"] == []


def test_an_invitation_that_did_not_arrive_waits_for_who_facilitates(past: Past) -> None:
    for name in ("ana", "zoé"):
        Invitation.objects.note_refused(past.people[name].pk, "unknown")
    where = f"/groups/{past.group.pk}/invitations/"
    assert waits(home(past, "claire")) == [("2 invitations did not arrive.", where)]
    Invitation.objects.forget(past.people["ana"].pk)
    assert waits(home(past, "claire")) == [("An invitation did not arrive.", where)]
    assert waits(home(past, "ana")) == []


def test_who_declined_the_charter_is_not_asked_again_on_the_device_that_may_tell_it(past: Past) -> None:
    ana = past.people["ana"]
    ana.acceptances.all().delete()
    home(past, "ana")
    decline = CharterDecline.objects.create(participant=ana, charter=past.group.charter, seat_id=past.seats["ana"].pk)
    assert waits(home(past, "ana")) == []
    CharterDecline.objects.filter(pk=decline.pk).update(seat_id=None)
    assert len(waits(home(past, "ana"))) == 1


def test_a_commitment_is_recalled_on_a_device_where_it_can_be_read(past: Past) -> None:
    ana = past.people["ana"]
    session = held(past.group.cycle, NOW() - timedelta(days=20), came={ana: 0})
    round_ = Round.objects.create(session=session, number=1, client=ana)
    taken = {"session": session, "round": round_, "participant": ana, "taken_at": NOW()}
    ContentKey.objects.make(session.pk)
    Commitment.objects.create(**taken, sealed_text=b"", due_on=timezone.localdate() + timedelta(days=3))
    assert waits(home(past, "ana")) == []
    past.seats["ana"].proven_at = NOW()
    past.seats["ana"].save()
    (one,) = waits(home(past, "ana"))
    assert one[1] == f"/commitments/?as={ana.pk}"
    assert waits(home(past, "claire")) == []
    Commitment.objects.update(due_on=timezone.localdate() + timedelta(days=30))
    assert waits(home(past, "ana")) == []
    # Nor, for ever, of what nobody can read any more, of which the page takes no answer.
    Commitment.objects.update(due_on=timezone.localdate() - timedelta(days=30))
    assert len(waits(home(past, "ana"))) == 1
    ContentKey.objects.destroy(session.pk)
    assert waits(home(past, "ana")) == []


def test_what_ends_soon_is_said_with_the_way_to_take_it_along(past: Past) -> None:
    """As the mail says, which leads to home; of two days the newest, and none once it is over."""
    told = RetentionWarning.objects.create
    today = timezone.localdate()
    for days in (9, 20, -1):
        told(cycle=past.group.cycle, erased_on=today + timedelta(days=days), days_before=7)
    assert waits(home(past, "ana")) == []  # the newest has passed
    told(cycle=past.group.cycle, erased_on=today + timedelta(days=12), days_before=7)
    ((words, where),) = waits(home(past, "ana"))
    assert "take with you what is yours" in words
    assert where == f"/my-data/?as={past.people['ana'].pk}"
    assert waits(home(past, "claire")) == []


def test_a_doubt_waits_for_the_administrator_who_may_answer(past: Past) -> None:
    SamePerson.objects.create(
        group=past.group, participant=past.people["ana"], user=past.users["hakim"], ground="device"
    )
    (one,) = waits(home(past, "agnes"))
    assert one[1] == f"/organisations/{past.organisation.pk}/#who-title"
    assert [waits(home(past, who)) for who in ("claire", "hakim", "ana")] == [[], [], []]


# The line


def drawn(answer: HttpResponse) -> list[str]:
    """The circles of the first line of a page."""
    svg = re.search(r"<svg\s+class=\"cycle.*?</svg>", answer.content.decode(), re.S)
    return re.findall(r'<circle class="(\w+)"', svg[0]) if svg else []


@pytest.fixture
def cycle(past: Past) -> Past:
    held(past.group.cycle, NOW() - timedelta(days=20))
    planned(past.group.cycle, NOW() - timedelta(days=10), "cancelled")
    planned(past.group.cycle, NOW() + timedelta(days=3))
    planned(past.group.cycle, NOW() + timedelta(days=30))
    return past


@pytest.mark.parametrize(("who", "address"), [("claire", "/"), ("ana", "/"), ("claire", "/groups/{}/")])
def test_a_cycle_is_drawn_and_told_in_words(cycle: Past, who: str, address: str) -> None:
    answer = cycle.browser(who).get(address.format(cycle.group.pk), headers={"accept-language": "en"})
    assert drawn(answer) == ["held", "cancelled", "halo", "next", "planned"]
    words = " ".join(re.sub(r"<[^>]*>", "", answer.content.decode()).split())
    assert "Cycle 1, 4 sessions: 1 held, 1 cancelled, 2 to come. The next one:" in words


def test_the_newest_cycle_that_has_sessions_is_drawn(cycle: Past) -> None:
    cycle.group.cycles.create(number=2)
    assert len(drawn(home(cycle, "claire"))) == 5
    planned(cycle.group.cycle, NOW() + timedelta(days=90))
    assert drawn(home(cycle, "claire")) == ["halo", "next"]


def test_hr_and_administrators_see_no_line(cycle: Past) -> None:
    assert [drawn(home(cycle, who)) for who in ("hakim", "agnes")] == [[], []]


# Bounds


def groups(past: Past, count: int) -> Client:
    for number in range(past.users["claire"].facilitations.count(), count):
        other = found(past.organisation, f"Groupe {number:03}", past.users["claire"])
        planned(other.cycle, NOW() + timedelta(days=number))
        planned(other.cycle, NOW() - timedelta(days=number))
    return past.browser("claire")


def test_home_costs_the_same_with_1_30_and_120_groups(past: Past) -> None:
    planned(past.group.cycle, NOW() + timedelta(days=1))
    prices = [price(groups(past, count), "/") for count in (3, 30, 120)]
    assert len({queries for queries, _ in prices}) == 1
    assert prices[2][1] < 1.1 * prices[1][1]
    assert len(past.browser("claire").get("/", {"page": "6"}).context["groups"]) == 20
    assert len(past.browser("claire").get("/", {"page": "99"}).context["groups"]) == 20
