"""Every address of the product but those of accounts and of the operator: who gets which answer."""

from __future__ import annotations

from .roles import ACCOUNTS, CIRCLE, DASHBOARD, IN, MANAGE, SIGN_IN, Row, accounts, everybody, known

OWN = "client peer"  # by a personal link
LASTS = dict.fromkeys(("facilitator", "deputy", "admin", "client"), 409)  # the session, or nobody else administers
ALL = " ".join(ACCOUNTS)
DEVICES = "client peer guest waiting neighbour removed"
UNPROVEN = dict.fromkeys(("peer", "guest", "waiting", "neighbour", "removed"), 403)  # the client's is proven

ROUTES: dict[str, tuple[Row, ...]] = {
    "Ways in": (
        everybody("door", "the page that asks for the room code", 200),
        everybody("POST door", "give a room code that is good", 302),
        everybody("name", "the page that asks for a name, once the code was given", 404, guest=200),
        everybody("POST name", "take a name at the door, once the code was given", 404, guest=302),
        everybody("join", "a personal link: a page with a button", 200),
        everybody("POST join", "take one’s place by a personal link", 302),
        everybody("come_paired", "the code that pairs a phone: a page with a button", 200),
        everybody("POST come_paired", "pair this phone, by a code that is good", 302),
        everybody("enter_screen", "the room screen’s link", 302),
        everybody("demo", "a demonstration’s link, forged", 404),
        everybody("POST leave", "leave this device", 302),
        everybody("notice", "what is kept, who reads it, for how long", 200),
    ),
    "Arriving": (
        known(
            "home",
            "my groups, or my sessions",
            f"{ALL} {CIRCLE} waiting neighbour removed",
            paired=SIGN_IN,
            screen=SIGN_IN,
        ),
        known("past", "my past sessions", f"{CIRCLE} waiting neighbour"),
        accounts("now", "start a session without a plan", f"{MANAGE} outsider"),
        accounts("POST now", "start a session without a plan", f"{MANAGE} outsider"),
        accounts("rehearse", "rehearse with simulated people", f"{MANAGE} outsider"),
        accounts("POST rehearse", "rehearse with simulated people", f"{MANAGE} outsider"),
        accounts("POST leave_rehearsal", "leave a rehearsal: this group is none"),
        accounts("POST behave", "change how simulated people behave: there are none here"),
    ),
    "A session": (
        known("session", "its page: dashboard or stage", f"{DASHBOARD} {CIRCLE} waiting"),
        known("screen", "the room screen", f"{DASHBOARD} screen"),
        known("qr", "the picture of its room code", f"{DASHBOARD} screen"),
        known("poll", "the stage, where sockets are blocked", f"{DASHBOARD} {CIRCLE} waiting", nobody=403),
        known("poll screen", "the same for the room screen", f"{DASHBOARD} screen", nobody=403),
        known("socket", "its socket", f"{DASHBOARD} {CIRCLE} waiting", IN),
        known("socket screen", "the room screen’s socket", f"{DASHBOARD} screen", IN),
        known("POST call", "say what one is called", CIRCLE, 204, waiting=403),
        known("keepsake", "what was written for me as client", "client", guest=403, waiting=403),
        known("written", "what I wrote, after closing", ""),
        known("notes", "my private notes of facilitator", DASHBOARD),
        known("POST reword_note", "reword a private note of the facilitator’s", "facilitator paired", 200),
        known("POST erase_note", "erase a private note of the facilitator’s", "facilitator paired", 200),
        known("pair", "the phones that I paired", DASHBOARD, nobody=403),
        known("POST pair", "show a code that pairs a phone", MANAGE, 200),
        known("POST unpair", "close a phone that the facilitator paired", "facilitator paired", 200),
        accounts("POST take_part", "take a place in the circle too", "facilitator"),
        accounts("sheet", "the run sheet to print", "facilitator"),
        accounts("afterwards", "put down a session held on paper", "facilitator"),
        accounts("POST afterwards", "put down a session held on paper: this one runs", "facilitator", 422),
        accounts("end", "correct an end that was estimated: this one’s is known"),
        accounts("POST end", "correct an end that was estimated: this one’s is known"),
    ),
    "A group": (
        accounts("group", "its page: sessions, members, charter", MANAGE),
        accounts("plan", "plan a session", MANAGE),
        accounts("POST plan", "plan a session", MANAGE),
        accounts("rotation", "who was client when, and who is proposed", MANAGE),
        accounts("keep", "keep a group for one session: this one is kept"),
        accounts("POST keep", "keep a group for one session: this one is kept"),
        accounts("POST forget", "forget a group for one session: this one is kept"),
        accounts("POST airtime", "show airtime or not", "facilitator", deputy=403),
        accounts("POST start_cycle", "start a cycle", MANAGE),
        accounts("members", "members, their links and devices", MANAGE),
        accounts("POST members", "add members", MANAGE),
        accounts("member", "a member: links, devices, name", MANAGE),
        accounts("POST rename", "rename a member", MANAGE),
        accounts("POST remove", "remove a member", MANAGE),
        accounts("POST make_link", "make a personal link", MANAGE, 200),
        accounts("POST mail_link", "mail a personal link", MANAGE),
        accounts("POST revoke_link", "close a personal link", MANAGE),
        accounts("POST revoke_device", "close a device", MANAGE),
        accounts("facilitators", "who facilitates", f"{MANAGE} admin"),
        accounts("POST facilitators", "name a facilitator or deputy", "facilitator", deputy=403, admin=403),
        accounts("charter", "the charter", f"{MANAGE} {CIRCLE} waiting", neighbour=404),
        accounts("POST charter", "accept the charter", f"{CIRCLE} waiting", neighbour=404),
        accounts("POST revise_charter", "write a new charter", MANAGE),
        accounts("called", "what I am called", CIRCLE, waiting=403, neighbour=404),
        accounts("POST called", "say what I am called", CIRCLE, neighbour=404),
    ),
    "The ledger, and HR": (
        known("ledger", "who looked at the group, and what HR sees", f"{MANAGE} {OWN} removed"),
        known("ledger_json", "the ledger as a file", f"{MANAGE} {OWN} removed"),
        known("ledger_csv", "the ledger for a spreadsheet", f"{MANAGE} {OWN} removed"),
        accounts("history", "a year of the organisation’s groups", "hr"),
        accounts("group_history", "the figures of a group", "hr"),
        accounts("attendance_csv", "attendance by half-day, as a file", "hr"),
    ),
    "An organisation": (
        accounts("organisation", "its groups and people", f"{MANAGE} admin"),
        accounts("POST invite", "invite somebody", "admin", facilitator=403, deputy=403),
        accounts("POST write_support", "write where to find support", "admin", facilitator=403, deputy=403),
        accounts("POST limit_retention", "say how long words are kept at most", "admin", facilitator=403, deputy=403),
        accounts("POST say_who", "answer whether somebody of HR is a member", "admin", facilitator=403, deputy=403),
        accounts("reset_second_step", "what it does to have a second step set up anew", "admin"),
        accounts("POST reset_second_step", "have a colleague’s second step set up anew", "admin"),
        accounts("POST make_group", "make a group", f"{MANAGE} admin"),
    ),
    "My data": (
        known("my_data", "what is kept of me", f"{ALL} {OWN} neighbour removed", waiting=403, guest=403),
        known("my_data_json", "the same as a file", f"{ALL} client", **UNPROVEN),
        known("erase_my_data", "what erasing takes", f"{ALL} client", **UNPROVEN),
        known(
            "POST erase_my_data",
            "erase what is kept of me",
            "hr operator outsider",
            200,
            **LASTS,
            **UNPROVEN,
        ),
    ),
    "My devices": (
        accounts("devices", "my devices, on one that is proven", "client", **UNPROVEN),
        accounts("prove_device", "the page on which a code is typed", DEVICES),
        accounts("POST prove_device", "prove this device by a code: none was asked for", DEVICES, 422),
        accounts("POST mail_code", "have a code mailed", DEVICES),
        accounts("POST show_code", "show a code for another device", "client", 200, **UNPROVEN),
        accounts("POST confirm_address", "say that the address is mine", "client", **UNPROVEN),
        accounts("POST end_device", "end one of my devices: this one is another’s", "client", 404, **UNPROVEN),
    ),
}
# The same addresses, asked of other sessions.
SISTER = (
    known("session", "its page", f"{MANAGE} {OWN}"),
    known("screen", "the room screen", MANAGE),
    known("poll", "the stage", f"{MANAGE} {OWN}", nobody=403),
    known("keepsake", "what was written for me as client", peer=403),
    known("POST open", "open it", "facilitator", 204, deputy=403, client=403, peer=403),
    known("socket", "its socket", f"{MANAGE} {OWN}", IN),
    known("socket screen", "the room screen’s socket", MANAGE, IN),
)
FOREIGN = (
    known("session", "its page", "outsider neighbour"),
    known("screen", "the room screen", "outsider"),
    known("poll", "the stage", "outsider neighbour", nobody=403),
    known("POST open", "open it", "outsider", 204, neighbour=403),
    known("socket", "its socket", "outsider neighbour", IN),
    known("socket screen", "the room screen’s socket", "outsider", IN),
)
NOWHERE = (
    known("session", "its page"),
    known("screen", "the room screen"),
    known("poll", "the stage", nobody=403),
    known("keepsake", "what was written for me as client"),
    known("POST open", "open it"),
    known("socket", "its socket"),
    known("socket screen", "the room screen’s socket"),
)
ELSEWHERE = {
    "Another session of the same group": ("sister", SISTER),
    "A session of another organisation": ("foreign", FOREIGN),
    "A session that does not exist": ("nowhere", NOWHERE),
}
