"""Pages say that a press was heard, and offer or count nothing that is not there."""

from __future__ import annotations

import re

from django.urls import reverse

from groups.models import Seat
from sessions.models import Attendance
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.guests import newcomer, person
from tests.sessions.cast.moments import check_in, lobby


def test_who_knocks_again_too_early_is_told_so(evening: Evening) -> None:
    lobby(evening)
    guest = newcomer(evening)
    evening.do("claire", "turn_away", participant=person("Nora").pk)
    where = reverse("sessions:name", args=[evening.session_id])
    first = guest.http.get(where, headers={"accept-language": "en"}).content.decode()
    assert f"{where}?again=1" in first
    assert "Not yet" not in first
    assert "Not yet" in guest.http.get(f"{where}?again=1", headers={"accept-language": "en"}).content.decode()


def test_erasing_is_offered_only_where_all_that_goes_opens(evening: Evening) -> None:
    check_in(evening)
    evening.do("claire", "close")
    evening.prove("amina")
    erase = reverse("sessions:erase_my_data")
    assert erase in evening.browser("amina").get("/my-data/").content.decode()
    # Proven too late for what was before: a part opens, and a part stays closed.
    came = Attendance.objects.filter(participant=evening.people["amina"]).latest("arrived_at").arrived_at
    Seat.objects.filter(pk=evening.seats["amina"].pk).update(reaches_from=came.replace(year=came.year + 1))
    page = evening.browser("amina").get("/my-data/").content.decode()
    assert "/my-data/my-data.json" in page
    assert erase not in page


def test_the_agenda_of_a_closed_session_counts_no_step_that_was_never_taken(evening: Evening) -> None:
    check_in(evening)
    evening.do("claire", "close")
    page = evening.browser("claire", language="en").get(evening.path()).content.decode()
    agenda = page[page.index('id="region-agenda"') :]
    agenda = agenda[: agenda.index("</ol>")]
    steps = re.findall(r"<li\s+class=\"(?!head)", agenda)
    assert len(steps) > 5
    assert re.findall(r"\d+ min", agenda) == []
