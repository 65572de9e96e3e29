"""« Votre idée a servi »: told by a second press of the client, at the group's next opening, and nothing else of it."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from django.db.models import Q
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groups.commands import remove_participant
from groups.models import RetentionWarning
from sessions import commands, keepsakes
from sessions.mine.following import following
from sessions.models import Commitment, Contribution, Served, Session
from tests.sessions.cast.evening import SCREEN, Evening, plan
from tests.sessions.cast.moments import consultation

IDEA, OTHER, NOTED, GUIDES_OWN = (UUID(int=number) for number in range(31, 35))
WORDS = {IDEA: "zqidea", OTHER: "zqother", NOTED: "zqnoted", GUIDES_OWN: "zqguide"}
TOLD = "de vos idées a servi"


def over(evening: Evening) -> None:
    """Bruno wrote two ideas, Farid noted one for Chloé, Claire one of her own: Amina marked them all. It is over."""
    consultation(evening)
    evening.do("bruno", "contribute", id=IDEA, kind="option", text=WORDS[IDEA])
    evening.do("bruno", "contribute", id=OTHER, kind="analysis", text=WORDS[OTHER])
    evening.do("farid", "contribute", id=NOTED, kind="option", text=WORDS[NOTED], behalf=evening.people["chloe"].pk)
    evening.do("chloe", "contribute", id=GUIDES_OWN, kind="option", text=WORDS[GUIDES_OWN])
    Contribution.objects.filter(pk=GUIDES_OWN).update(author=None, user=evening.users["claire"], seat_id=None)
    evening.do("claire", "jump", to_step=evening.index("action_plan"))
    for one in WORDS:
        evening.do("amina", "mark", id=one, mark="trying")
    evening.do("claire", "close")
    evening.prove("amina", "bruno", "chloe")


@pytest.fixture
def marked(evening: Evening) -> Evening:
    over(evening)
    return evening


def press(evening: Evening, http: Client, idea: UUID = IDEA, tell: str = "yes", name: str = "amina") -> HttpResponse:
    return http.post("/commitments/tell/", {"as": evening.id(name), "idea": idea, "tell": tell})


def opens(evening: Evening) -> Session:
    """The group's next session opens."""
    later = plan(evening.group.cycle)
    commands.run("open", visit=evening.visit("claire", later), key=uuid4())
    return later


def page(http: Client, where: str) -> str:
    return str(http.get(where, follow=True).content.decode())


def given(evening: Evening, name: str) -> set[UUID]:
    """Which ideas somebody reads of that they served."""
    shown = page(evening.browser(name, language="fr"), f"/given/?as={evening.id(name)}")
    return {one for one, word in WORDS.items() if word in shown}


def test_it_is_off_until_it_is_pressed_and_told_at_the_next_opening(marked: Evening) -> None:
    http = marked.browser("amina", language="fr")
    mine = f"/commitments/?as={marked.id('amina')}"
    assert page(http, mine).count("Le dire à son auteur") == 3
    opens(marked)
    assert given(marked, "bruno") == set()
    # Pressed after that opening: the one after it tells. Pressed twice, it is done once.
    for _ in range(2):
        assert press(marked, http).status_code == 302
    assert given(marked, "bruno") == set()
    assert "Son auteur le lira à la prochaine séance" in page(http, mine)
    opens(marked)
    assert given(marked, "bruno") == {IDEA}
    assert "Son auteur sait qu’elle a servi." in page(http, mine)
    late = press(marked, http, tell="no")
    assert (late.status_code, "L’auteur le sait déjà." in late.content.decode()) == (409, True)
    assert given(marked, "bruno") == {IDEA}


def test_it_is_taken_back_before_it_is_told(marked: Evening) -> None:
    http = marked.browser("amina")
    press(marked, http)
    for _ in range(2):
        assert press(marked, http, tell="no").status_code == 302
    opens(marked)
    assert (given(marked, "bruno"), Served.objects.count()) == (set(), 0)


EVERYBODY = ["claire", "colin", "david", "bruno", "chloe", "farid", "elsa", "gina", "hakim", "agnes", SCREEN, ""]


def told_of(evening: Evening, name: str, http: Client) -> str:
    """All that somebody may open that could tell of it, without what differs each time."""
    who = f"?as={evening.id(name)}" if name in evening.people else ""
    more = ["keepsake/", "written/", "", "screen/", "stage/?shown=0", "preparation/"]
    places = [f"/given/{who}", f"/commitments/{who}", f"/past/{who}", "/", f"/groups/{evening.group.pk}/"]
    if who:  # what an account did itself, as HR that looks, is in its own data
        places += [f"/my-data/{who}", f"/my-data/my-data.json{who}"]
    history = f"/history/groups/{evening.group.pk}/"
    places += [history, f"{history}attendance.csv", *(evening.path(one) for one in more)]
    read = "\n".join(f"{where}\n{page(http, where)}" for where in places)
    # Tokens, nonces, hours of now, and how long padding is.
    return re.sub(r"[\w+/=-]{20,}|\d{13}|exported_at.*|data-now=\S*|data-live\S*", "", read)


@pytest.mark.usefixtures("nobody_is_out_of_reach")
def test_before_the_opening_nobody_else_reads_anything_of_it_and_then_its_author_alone(marked: Evening) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        https = {name: marked.browser(name, language="fr") for name in EVERYBODY}
        # Twice: that somebody looked, or signed in, is shown on the pages themselves.
        for _ in range(2):
            before = {name: told_of(marked, name, http) for name, http in https.items()}
        assert press(marked, marked.browser("amina")).status_code == 302
        assert {name: told_of(marked, name, http) for name, http in https.items()} == before
        opens(marked)
        shown = {name: told_of(marked, name, http) for name, http in https.items()}
    assert {name for name in EVERYBODY if TOLD in shown[name]} == {"bruno"}
    assert "Amina" not in shown["bruno"].split("/given/")[1].split("/commitments/")[0]


def test_what_the_author_reads_says_neither_when_nor_who_nor_in_which_order(marked: Evening) -> None:
    """Whatever is pressed first, before two openings, they stand in the order in which they were written."""
    http = marked.browser("amina")
    for idea in (OTHER, IDEA):
        press(marked, http, idea)
    assert {field.name for field in Served._meta.fields} == {"contribution", "session", "after", "warned", "is_read"}
    opens(marked)
    bruno = marked.browser("bruno", language="fr")
    assert "2 de vos idées ont servi." in page(bruno, "/")
    shown = page(bruno, f"/given/?as={marked.id('bruno')}")
    assert shown.index(WORDS[IDEA]) < shown.index(WORDS[OTHER])
    assert "a servi" not in page(bruno, "/")
    exported = json.loads(bruno.get(f"/my-data/my-data.json?as={marked.id('bruno')}").content)
    written = [one for session in exported["sessions"] for one in session["written"]]
    assert [(one["text"], one["served"]) for one in written] == [(WORDS[IDEA], True), (WORDS[OTHER], True)]
    assert {*written[0]} == {"text", "kind", "step", "at", "fate", "memory", "served"}


def test_who_asks_for_headers_alone_has_read_nothing(marked: Evening) -> None:
    press(marked, marked.browser("amina"))
    opens(marked)
    bruno = marked.browser("bruno", language="fr")
    assert bruno.head(f"/given/?as={marked.id('bruno')}").status_code == 200
    assert TOLD in page(bruno, "/")
    assert [IDEA in given(marked, "bruno"), TOLD in page(bruno, "/")] == [True, False]


def test_who_could_not_read_it_is_not_told(marked: Evening) -> None:
    """What an account wrote, who left, the client's own; what was noted for somebody is told to that one alone."""
    http = marked.browser("amina")
    assert press(marked, http, GUIDES_OWN).status_code == 404
    Contribution.objects.filter(pk=OTHER).update(author=marked.people["amina"])
    assert press(marked, http, OTHER).status_code == 404
    assert press(marked, http, NOTED).status_code == 302
    opens(marked)
    assert (given(marked, "chloe"), given(marked, "farid")) == ({NOTED}, set())
    remove_participant(participant=marked.people["bruno"], by=marked.users["claire"])
    assert press(marked, http, IDEA).status_code == 404


def test_another_s_idea_one_that_is_not_marked_and_an_unproven_device_are_refused(marked: Evening) -> None:
    http = marked.browser("amina")
    for name in ("bruno", "farid"):
        assert press(marked, marked.browser(name), name=name).status_code == 404
        assert press(marked, marked.browser(name)).status_code == 404
    for idea in ("zq", "", str(uuid4()), "0" * 5000, "\0", "<script>"):
        assert press(marked, http, idea).status_code == 404  # type: ignore[arg-type]
    Contribution.objects.filter(pk=OTHER).update(mark="")
    assert press(marked, http, OTHER).status_code == 404
    Contribution.objects.filter(pk=IDEA).update(hidden_at=timezone.now())
    assert press(marked, http, IDEA).status_code == 404
    marked.seats["amina"].proven_at = None
    marked.seats["amina"].save()
    assert press(marked, marked.browser("amina"), NOTED).status_code == 404
    assert not Served.objects.exists()


def test_a_device_that_is_not_proven_reads_what_was_written_on_it_without_the_circle(marked: Evening) -> None:
    press(marked, marked.browser("amina"))
    press(marked, marked.browser("amina"), NOTED)
    opens(marked)
    for name in ("bruno", "chloe"):
        marked.seats[name].proven_at = None
        marked.seats[name].save()
    assert (given(marked, "bruno"), given(marked, "chloe")) == ({IDEA}, set())
    assert "<svg" not in page(marked.browser("bruno"), "/given/").split("<main")[1]


def test_where_the_group_meets_no_more_it_is_told_as_the_end_of_the_words_is_announced(marked: Evening) -> None:
    cycle = marked.group.cycle
    RetentionWarning.objects.create(cycle=cycle, erased_on="2030-01-01", days_before=30, sent_at=timezone.now())
    http = marked.browser("amina")
    press(marked, http)
    waits = RetentionWarning.objects.create(cycle=cycle, erased_on="2030-01-01", days_before=7)
    assert given(marked, "bruno") == set()
    waits.sent_at = timezone.now()
    waits.save()
    assert given(marked, "bruno") == {IDEA}


def test_what_was_put_down_on_paper_opens_no_door(marked: Evening) -> None:
    press(marked, marked.browser("amina"))
    Session.objects.filter(pk=opens(marked).pk).update(was_on_paper=True)
    assert given(marked, "bruno") == set()


def test_it_goes_with_its_author_and_with_its_client(marked: Evening) -> None:
    http = marked.browser("amina")
    press(marked, http)
    press(marked, http, NOTED)
    exported = json.loads(http.get(f"/my-data/my-data.json?as={marked.id('amina')}").content)
    assert sorted(one["text"] for one in exported["sessions"][0]["served"]) == sorted([WORDS[IDEA], WORDS[NOTED]])
    commands.erase_participant(participant=marked.people["bruno"])
    assert [one.pk for one in Served.objects.all()] == [NOTED]
    assert page(http, "/commitments/").count("Son auteur le lira à la prochaine séance") == 1
    commands.erase_participant(participant=marked.people["amina"])
    assert not Served.objects.exists()


def test_what_one_gave_and_received_is_counted_by_cycle_for_oneself_alone(marked: Evening) -> None:
    """Amina's round was held; Bruno's never began."""
    press(marked, marked.browser("amina"))
    opens(marked)
    shown = {
        name: page(marked.browser(name, language="fr"), f"/given/?as={marked.id(name)}") for name in ("amina", "bruno")
    }
    rows = {name: re.findall(r"<td>(\d+)</td>", one) for name, one in shown.items()}
    assert rows == {"amina": ["1", "0", "0"], "bruno": ["0", "1", "1"]}
    assert "Cycle par cycle" in shown["bruno"]
    assert "Bruno" not in shown["amina"]
    assert "Amina" not in shown["bruno"]


def test_pages_cost_the_same_for_one_and_for_thirty(marked: Evening) -> None:
    amina, bruno = marked.browser("amina"), marked.browser("bruno")
    press(marked, amina)
    opens(marked)
    page(bruno, "/given/")

    def cost(http: Client, where: str) -> int:
        page(http, where)
        with CaptureQueriesContext(connection) as asked:
            page(http, where)
        return len(asked)

    places = [(amina, "/commitments/"), (bruno, "/given/")]
    first = [cost(*one) for one in places]
    idea = Contribution.objects.get(pk=IDEA)
    served = Served.objects.get()
    for _ in range(29):
        idea.pk = uuid4()
        idea.text = "zqmore"
        idea.save(force_insert=True)
        Served.objects.create(contribution=idea, session=marked.session, after=served.after, is_read=True)
    assert [cost(*one) for one in places] == first
    assert page(bruno, "/given/").count("zqmore") == 29


def test_past_sessions_lead_to_what_was_taken_on_and_to_ideas_that_served(marked: Evening) -> None:
    taken = Commitment(
        session=marked.session,
        round=marked.session.rounds.get(number=0),
        participant=marked.people["amina"],
        taken_at=timezone.now(),
        due_on=timezone.now().date() - timedelta(days=1),
    )
    taken.text = "zqtaken"
    taken.save()
    press(marked, marked.browser("amina"))
    opens(marked)

    def ways(name: str) -> list[tuple[str, str, bool]]:
        """As « Mes séances » asks for them."""
        seat = marked.seats[name]
        past = [*keepsakes.past([seat], [seat], Q()).values()]
        with CaptureQueriesContext(connection) as asked:
            found = following(seat, [seat], past)
        assert len(asked) < 12
        return [(one.words, one.url, one.is_due) for one in found[marked.session_id] if "session" not in one.url]

    who = {name: f"?as={marked.id(name)}" for name in ("amina", "bruno")}
    assert ways("amina") == [("Vos engagements", f"/commitments/{who['amina']}", True)]
    assert ways("bruno") == [("Votre idée a servi", f"/given/{who['bruno']}", True)]
    page(marked.browser("bruno"), "/given/")
    assert ways("bruno") == [("Votre idée a servi", f"/given/{who['bruno']}", False)]
    marked.seats["amina"].proven_at = None
    assert ways("amina") == []


def test_the_keepsake_has_the_press_too_and_its_file_has_none(marked: Evening) -> None:
    http = marked.browser("amina", language="fr")
    mine = f"{marked.path('keepsake/')}?as={marked.id('amina')}"
    assert page(http, mine).count("Le dire à son auteur") == 3
    sent = {"as": marked.id("amina"), "idea": IDEA, "tell": "yes", "keepsake": marked.session_id}
    answer = http.post("/commitments/tell/", sent)
    assert answer["Location"] == f"{mine}#{IDEA}"
    shown = page(http, mine)
    assert (shown.count("Le dire à son auteur"), shown.count("pas avant.")) == (2, 1)
    assert http.post("/commitments/tell/", sent | {"keepsake": "zq"}).status_code == 404
    # On a device that only wrote there, marks are its own, and nobody is told.
    marked.seats["amina"].proven_at = None
    marked.seats["amina"].save()
    assert "Le dire à son auteur" not in page(marked.browser("amina", language="fr"), mine)
