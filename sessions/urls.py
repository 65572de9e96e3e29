"""The pages of sessions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from codev import converters  # noqa: F401  registers « row »

from .views import (
    airtime,
    archiving,
    calendar,
    calling,
    demo,
    do,
    door,
    end,
    facilitators,
    history,
    home,
    keepsake,
    ledger,
    my_data,
    notes,
    now,
    own_place,
    pairing,
    paper,
    plan,
    poll,
    rehearsal,
    session,
    where,
)

app_name = "sessions"

_facilitator: list[URLPattern | URLResolver] = [
    path("part/", facilitators.change_part, name="change_part"),
    path("remove/", facilitators.remove, name="remove_facilitator"),
]
urlpatterns = [
    # First, as it is asked for most.
    path("sessions/<uuid:session_id>/do/<slug:command>/", do.do, name="do"),
    path("", home.home, name="home"),
    path("now/", now.start_now, name="now"),
    path("past/", home.past, name="past"),
    path("rehearse/", rehearsal.rehearse, name="rehearse"),
    path("join/", door.door, name="door"),
    path("demo/<str:token>/", demo.enter, name="demo"),
    path("calendar/", calendar.page, name="calendar"),
    path("calendar/make/", calendar.make, name="make_feed"),
    path("calendar/end/", calendar.end, name="end_feed"),
    path("calendar/<str:token>.ics", calendar.follow, name="feed"),
    path("groups/<uuid:group_id>/", home.group_page, name="group"),
    path("groups/<uuid:group_id>/plan/", plan.plan, name="plan"),
    path("groups/<uuid:group_id>/keep/", now.keep, name="keep"),
    path("groups/<uuid:group_id>/forget/", now.forget, name="forget"),
    path("groups/<uuid:group_id>/leave-rehearsal/", rehearsal.leave, name="leave_rehearsal"),
    path("groups/<uuid:group_id>/airtime/", airtime.switch, name="airtime"),
    path("groups/<uuid:group_id>/facilitators/<row:facilitator_id>/", include(_facilitator)),
    path("groups/<uuid:group_id>/archive/", archiving.archive, name="archive"),
    path("groups/<uuid:group_id>/bring-back/", archiving.bring_back, name="bring_back"),
    path("groups/<uuid:group_id>/ledger/", ledger.ledger, name="ledger"),
    path("groups/<uuid:group_id>/ledger.json", ledger.ledger_json, name="ledger_json"),
    path("groups/<uuid:group_id>/ledger.csv", ledger.ledger_csv, name="ledger_csv"),
    path("my-data/", my_data.my_data, name="my_data"),
    path("my-data/my-data.json", my_data.my_data_json, name="my_data_json"),
    path("my-data/erase/", my_data.erase, name="erase_my_data"),
    path("history/", history.history, name="history"),
    path("history/groups/<uuid:group_id>/", history.group_history, name="group_history"),
    path("history/groups/<uuid:group_id>/attendance.csv", history.attendance_csv, name="attendance_csv"),
    path("pair/<str:token>/", pairing.come_paired, name="come_paired"),
    path("sessions/screen/<uuid:secret>/", session.enter_screen, name="enter_screen"),
    path("sessions/<uuid:session_id>/", session.session_page, name="session"),
    path("sessions/<uuid:session_id>/qr.svg", session.qr, name="qr"),
    path("sessions/<uuid:session_id>/screen/", session.screen_page, name="screen"),
    path("sessions/<uuid:session_id>/join/", door.name, name="name"),
    path("sessions/<uuid:session_id>/call/", calling.call, name="call"),
    path("sessions/<uuid:session_id>/take-part/", own_place.take_part, name="take_part"),
    path("sessions/<uuid:session_id>/sheet/", paper.run_sheet, name="sheet"),
    path("sessions/<uuid:session_id>/afterwards/", paper.afterwards, name="afterwards"),
    path("sessions/<uuid:session_id>/end/", end.end, name="end"),
    path("sessions/<uuid:session_id>/where/", where.where, name="where"),
    path("sessions/<uuid:session_id>/pair/", pairing.pair, name="pair"),
    path("sessions/<uuid:session_id>/pair/<uuid:pairing_id>/end/", pairing.unpair, name="unpair"),
    path("sessions/<uuid:session_id>/keepsake/", keepsake.keepsake, name="keepsake"),
    path("sessions/<uuid:session_id>/written/", keepsake.written, name="written"),
    path("sessions/<uuid:session_id>/notes/", notes.notes, name="notes"),
    path("sessions/<uuid:session_id>/notes/reword/", notes.reword_note, name="reword_note"),
    path("sessions/<uuid:session_id>/notes/erase/", notes.erase_note, name="erase_note"),
    path("sessions/<uuid:session_id>/behave/", rehearsal.behave, name="behave"),
    path("sessions/<uuid:session_id>/stage/", poll.poll, name="poll"),
]
