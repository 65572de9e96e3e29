"""Which answer everybody who may come gets at every address and socket: of one's own session and of others."""

from __future__ import annotations

SIGN_IN, IN = "sign in", "in"
EVERYBODY = (
    "nobody",
    "outsider",
    "hr",
    "admin",
    "deputy",
    "facilitator",
    "waiting",
    "client",
    "peer",
    "neighbour",
    "screen",
    "removed",
)


def row(*outcomes: int | str) -> dict[str, int | str]:
    return dict(zip(EVERYBODY, outcomes, strict=True))


# fmt: off
#                     nobody   outsid hr   admin dep. facil wait client peer neighb screen removed
OWN = {
    "home":             row(SIGN_IN, 200, 200, 200, 200, 200, 200, 200, 200, 200, SIGN_IN, SIGN_IN),
    "session":          row(SIGN_IN, 404, 404, 404, 200, 200, 200, 200, 200, 404, 404, 404),
    "screen":           row(SIGN_IN, 404, 404, 404, 200, 200, 404, 404, 404, 404, 200, 404),
    "poll":             row(403, 404, 404, 404, 200, 200, 200, 200, 200, 404, 404, 404),
    "poll screen":      row(403, 404, 404, 404, 200, 200, 404, 404, 404, 404, 200, 404),
    "keepsake":         row(SIGN_IN, 404, 404, 404, 404, 404, 403, 200, 404, 404, 404, 404),
    "written":          row(SIGN_IN, *[404] * 11),
    "past":             row(SIGN_IN, 404, 404, 404, 404, 404, 200, 200, 200, 200, 404, 404),
    "notes":            row(SIGN_IN, 404, 404, 404, 200, 200, 404, 404, 404, 404, 404, 404),
    "reword_note":      row(*[405] * 12),
    "erase_note":       row(*[405] * 12),
    "pair":             row(403, 404, 404, 404, 200, 200, 404, 404, 404, 404, 404, 404),
    "unpair":           row(*[405] * 12),
    "come_paired":      row(*[404] * 12),
    "group":            row(SIGN_IN, 404, 404, 404, 200, 200, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "plan":             row(SIGN_IN, 404, 404, 404, 200, 200, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "keep":             row(SIGN_IN, 404, 404, 404, 404, 404, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "forget":           row(*[405] * 12),
    "take_part":        row(*[405] * 12),
    "call":             row(*[405] * 12),
    "sheet":            row(SIGN_IN, 404, 404, 404, 404, 200, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "afterwards":       row(SIGN_IN, 404, 404, 404, 404, 200, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "end":              row(SIGN_IN, 404, 404, 404, 404, 404, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "now":              row(SIGN_IN, 200, 404, 404, 200, 200, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "rehearse":         row(SIGN_IN, 200, 404, 404, 200, 200, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "leave_rehearsal":  row(*[405] * 12),
    "behave":           row(*[405] * 12),
    "door":             row(*[200] * 12),
    "name":             row(*[404] * 12),
    "history":          row(SIGN_IN, 404, 200, 404, 404, 404, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "group_history":    row(SIGN_IN, 404, 200, 404, 404, 404, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "attendance_csv":   row(SIGN_IN, 404, 200, 404, 404, 404, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "ledger":           row(SIGN_IN, 404, 404, 404, 200, 200, 404, 200, 200, 404, 404, 404),
    "ledger_json":      row(SIGN_IN, 404, 404, 404, 200, 200, 404, 200, 200, 404, 404, 404),
    "ledger_csv":       row(SIGN_IN, 404, 404, 404, 200, 200, 404, 200, 200, 404, 404, 404),
    "my_data":          row(SIGN_IN, 200, 200, 200, 200, 200, 403, 200, 200, 200, 404, 404),
    "my_data_json":     row(SIGN_IN, 200, 200, 200, 200, 200, 403, 200, 403, 403, 404, 404),
    "erase_my_data":    row(SIGN_IN, 200, 200, 200, 200, 200, 403, 200, 403, 403, 404, 404),
    "POST erase_my_data": row(403, 422, 422, 422, 422, 422, 403, 422, 403, 403, 404, 404),
    "admin":            row(SIGN_IN, 403, 403, 403, 403, 403, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "metrics":          row(404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404),
    "health":           row(200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    "demo":             row(404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404),
    "POST pause":       row(403, 404, 404, 404, 403, 204, 403, 403, 403, 404, 404, 404),
    "POST raise_hand":  row(403, 404, 404, 404, 403, 403, 403, 204, 204, 404, 404, 404),
    "POST admit_all":   row(403, 404, 404, 404, 403, 204, 403, 403, 403, 404, 404, 404),
    "POST knock":       row(403, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404),
    "airtime":          row(*[405] * 12),
    "POST airtime":     row(403, 404, 404, 404, 403, 302, 403, 403, 403, 403, 403, 403),
    "POST forget":      row(403, 404, 404, 404, 404, 404, 403, 403, 403, 403, 403, 403),
    "POST afterwards":  row(403, 404, 404, 404, 404, 422, 403, 403, 403, 403, 403, 403),
    "POST end":         row(403, 404, 404, 404, 404, 404, 403, 403, 403, 403, 403, 403),
    "POST call":        row(403, 404, 404, 404, 404, 404, 403, 422, 422, 404, 404, 404),
    "POST take_part":   row(403, 404, 404, 404, 404, 302, 403, 403, 403, 403, 403, 403),
    "POST behave":      row(403, 404, 404, 404, 404, 404, 403, 403, 403, 403, 403, 403),
    "POST leave_rehearsal": row(403, 404, 404, 404, 404, 404, 403, 403, 403, 403, 403, 403),
    "POST name":        row(*[404] * 12),
    "POST end_break":   row(403, 404, 404, 404, 403, 409, 403, 403, 403, 404, 404, 404),
    "POST arrive":      row(403, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404),
    "POST hand_over":   row(403, 404, 404, 404, 422, 422, 422, 422, 422, 404, 404, 404),
    "POST take_over":   row(403, 404, 404, 404, 409, 403, 403, 403, 403, 404, 404, 404),
    "POST take_back":   row(403, 404, 404, 404, 403, 409, 403, 403, 403, 404, 404, 404),
    "POST reword_note": row(403, 404, 404, 404, 422, 422, 404, 404, 404, 404, 404, 404),
    "POST erase_note":  row(403, 404, 404, 404, 422, 422, 404, 404, 404, 404, 404, 404),
    "POST pair":        row(403, 404, 404, 404, 200, 200, 404, 404, 404, 404, 404, 404),
    "POST unpair":      row(403, *[404] * 11),
    "POST come_paired": row(*[404] * 12),
    "POST plan":        row(403, 404, 404, 404, 302, 302, 403, 403, 403, 403, 403, 403),
    "socket":           row(4401, 4404, 4404, 4404, IN, IN, IN, IN, IN, 4404, 4404, 4404),
    "socket screen":    row(4401, 4404, 4404, 4404, IN, IN, 4404, 4404, 4404, 4404, IN, 4404),
    # Last, since from then on each of these browsers is a room screen too.
    "enter_screen":     row(302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302),
}
# Another session of the same group: all but the room screen and the guest, who are of one session alone.
SISTER = {
    "session":          row(SIGN_IN, 404, 404, 404, 200, 200, 404, 200, 200, 404, 404, 404),
    "screen":           row(SIGN_IN, 404, 404, 404, 200, 200, 404, 404, 404, 404, 404, 404),
    "poll":             row(403, 404, 404, 404, 200, 200, 404, 200, 200, 404, 404, 404),
    "keepsake":         row(SIGN_IN, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404),
    "POST open":        row(403, 404, 404, 404, 403, 204, 404, 403, 403, 404, 404, 404),
    "socket":           row(4401, 4404, 4404, 4404, IN, IN, 4404, IN, IN, 4404, 4404, 4404),
    "socket screen":    row(4401, 4404, 4404, 4404, IN, IN, 4404, 4404, 4404, 4404, 4404, 4404),
}
# A session of another organisation, the outsider's and the neighbour's own; and one that does not exist at all.
FOREIGN = {
    "session":          row(SIGN_IN, 200, 404, 404, 404, 404, 404, 404, 404, 200, 404, 404),
    "screen":           row(SIGN_IN, 200, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404),
    "poll":             row(403, 200, 404, 404, 404, 404, 404, 404, 404, 200, 404, 404),
    "POST open":        row(403, 204, 404, 404, 404, 404, 404, 404, 404, 403, 404, 404),
    "socket":           row(4401, IN, 4404, 4404, 4404, 4404, 4404, 4404, 4404, IN, 4404, 4404),
    "socket screen":    row(4401, IN, 4404, 4404, 4404, 4404, 4404, 4404, 4404, 4404, 4404, 4404),
}
NOWHERE = {
    "session":          row(SIGN_IN, *[404] * 11),
    "screen":           row(SIGN_IN, *[404] * 11),
    "poll":             row(403, *[404] * 11),
    "keepsake":         row(SIGN_IN, *[404] * 11),
    "POST open":        row(403, *[404] * 11),
    "socket":           row(4401, *[4404] * 11),
    "socket screen":    row(4401, *[4404] * 11),
}
# fmt: on
TABLES = {"own": OWN, "sister": SISTER, "foreign": FOREIGN, "nowhere": NOWHERE}
