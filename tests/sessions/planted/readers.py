"""Who may read what was planted (docs/access.md), and which fields nobody fills. What is in neither fails the test."""

from __future__ import annotations

Readers = dict[str, frozenset[str]]

# Who looks: « phone » is paired with the facilitator's dashboard, « gone » was there until the contract, « absent »
# never came, « former » left the group before; « waiting » and « guest » came by the room code, and one was let in.
FACILITATORS = frozenset({"facilitator", "colleague", "deputy"})
GUIDES = FACILITATORS | {"phone"}
CIRCLE = frozenset({"client", "peer", "writer", "scribe", "observer", "guest"})
MEMBERS = (CIRCLE - {"guest"}) | {"gone", "absent"}
LATE = GUIDES | CIRCLE
EARLY = LATE | {"gone"}
ROOM = EARLY | {"screen"}
AT_THE_DOOR = frozenset({"guest", "waiting"})
ATTENDED = ROOM | MEMBERS | AT_THE_DOOR | {"hr", "operator"}
OFFICE = frozenset({"admin", "operator"})
OTHERS = frozenset({"other facilitator", "other member"})
NOBODY: frozenset[str] = frozenset()


def each(names: str, readers: frozenset[str]) -> Readers:
    return dict.fromkeys((name.strip() for name in names.split(",")), readers)


def own(what: str, names: str, more: frozenset[str]) -> Readers:
    """« name of » several people: each reads the own one, too."""
    return {f"{what} {name.strip()}": more | {name.strip()} for name in names.split(",")}


# What stands on a page of somebody's journal, as `Reflection` calls it.
JOURNAL = ("subject", "oneself", "helped", "trying")
# What stands in a preparation sheet, as `Preparation` calls it.
SHEET = ("title", "situation", "tried", "others", "wanted", "question", "help")

# And in a debrief sheet, as `Debrief` does.
DEBRIEF = ("well", "otherwise", "learned", "later")

# Words of a session: sealed, so that no file of a database holds them.
SEALED: Readers = {
    **each("title of client, title of peer, question of client, question of peer, headline, note", EARLY),
    **each("question as first asked, question as reworded, question handed back, question hidden", EARLY),
    **each("place", EARLY | MEMBERS),
    **each("call", EARLY | MEMBERS | {"at url"}),
    # On the page of the session that was called off, which has no phone.
    **each("word of calling off", FACILITATORS | MEMBERS),
    **each("question taken back, question noted, commitment told, report told, report kept", EARLY),
    **each("contract as first worded, reformulation, option in silence, commitment, learning", LATE),
    **each("analysis, experience, feedback, hypothesis, impression, metaphor, resource, reflective_question", LATE),
    # The last two on the wall, by the client's accord.
    **each("own prompt, last question, contract", ROOM),
    # Those of the session in which it was made, as it was not told in the next.
    **each("commitment kept", GUIDES | {"client", "scribe"}),
    **each("word of client", frozenset({"client"})),
    **each("idea kept, idea dropped", frozenset({"writer"})),
    # Title and question once they are proposed are those of the subject.
    **each(", ".join(f"prepared {name}" for name in SHEET), frozenset({"client"})),
    **each(", ".join(f"journal {name}" for name in JOURNAL), frozenset({"client"})),
    **each(", ".join(f"debriefed {name}" for name in DEBRIEF), frozenset({"facilitator"})),
    **each("help as first wished for", LATE),
    **each("help wished for", LATE),
    **each("synthesis", frozenset({"client", "scribe"})),
    **each("private note, private note reworded", frozenset({"facilitator", "phone"})),
}
# What people are called and where they are reached, and what groups and organisations say of themselves.
OPEN: Readers = {
    # In the room by name, and to who gives a good code; afterwards as attendance, to HR and to who reads what HR reads.
    **own("name of", "client, peer, writer, scribe, observer, gone, guest", ATTENDED),
    **each("name of who has no phone", ATTENDED),
    **own("name of", "absent", GUIDES | AT_THE_DOOR | {"operator"}),
    **own("name of", "former, waiting", GUIDES | {"operator"}),
    **own("called", "client, peer, writer, scribe, observer, gone, guest", ROOM | {"operator"}),
    **each("called observer at last, called peer at last", ROOM | {"operator"}),
    **own("called", "absent, former, waiting", GUIDES | {"operator"}),
    **own("mail of", "client, peer, writer, scribe, observer, gone, absent, former", FACILITATORS | {"operator"}),
    **each("pasted name, pasted mail, called when pasted", GUIDES | {"operator", "client"}),
    # On certificates, which HR downloads, stands who facilitates.
    **each("name of facilitator, name of colleague", ROOM | MEMBERS | OFFICE | {"hr"}),
    **each("name of deputy", ROOM | MEMBERS | OFFICE),
    **each("name of hr", FACILITATORS | MEMBERS | OFFICE | {"hr"}),
    # Who had a colleague set the second step up anew stands in the ledger of all groups.
    **each("name of admin", FACILITATORS | MEMBERS | OFFICE),
    **own("name of", "other facilitator", OFFICE),
    **own("mail of", "admin, facilitator, colleague, deputy, hr, other facilitator", OFFICE),
    **each("group", ROOM | MEMBERS | OFFICE | {"former", "waiting", "hr"}),
    **each("reason of a correction, words that contest a correction", FACILITATORS | {"gone"}),
    **each("calendar name", FACILITATORS | {"operator"}),
    **each("charter", FACILITATORS | MEMBERS | {"guest", "waiting"}),
    **each("support", MEMBERS | OFFICE | {"guest", "waiting"}),
    # A guest reads it where one signs for having been there.
    **each("organisation", FACILITATORS | MEMBERS | OFFICE | OTHERS | {"guest", "former", "hr"}),
    **each("name of passkey", frozenset({"signing up"})),
    # Accounts that nobody invited, and what the operator made.
    **own("name of", "signing up", frozenset({"operator"})),
    **own("mail of", "signing up", frozenset({"operator"})),
    **each("second mail", frozenset({"signing up", "operator"})),
    **each("name of added, mail of added, added mail, added support, added auth group", frozenset({"operator"})),
    **each("added organisation", frozenset({"operator"})),
    # Who pays for the training and HR read them, and who may read what these read.
    **each("title of the cycle, objectives", FACILITATORS | MEMBERS | {"hr"}),
    **each("training organisation, training address", FACILITATORS | MEMBERS | {"hr", "admin"}),
    **each("renamed group", OFFICE | {"hr", "other facilitator", "other member"}),
}
# What is kept nowhere: it comes back, if at all, to who typed it.
FLEETING: Readers = {
    **each("password, new password, chosen password, reset password, wrong password", NOBODY),
    **each("code of signing up", frozenset({"signing up"})),
    **each("code of app", frozenset({"signing up", "at the second step"})),
    **each("mail of nobody, code of signing in", frozenset({"signing in"})),
    **each("device code of former", frozenset({"former"})),
    **each("room code", frozenset({"stranger"})),
    **each("one of a list, said over the socket, what a browser says of itself", NOBODY),
    **each("refused as it is over, refused as it is too long, sent by another site", NOBODY),
    **each("words of an error, words of a fault", NOBODY),
    # A journal is searched by its author, to whom the words come back.
    **each("looked for in a journal", frozenset({"client"})),
    **each("refused for its token, refused kind, typed while a fault lasts", frozenset({"client"})),
}
READERS = SEALED | OPEN | FLEETING
# In titles, which a browser keeps in its history, stands whose page it is, never what is said; in mails, who invites,
# for which organisation, where one meets and what a group is called outside. In logs, metrics, Redis, cookies and
# addresses stands nothing of it all.
MEMBERS_PAGES = ("client", "peer", "writer", "scribe", "observer", "gone", "absent", "former")
MAILED = {
    *("organisation", "calendar name", "place", "call"),
    *(f"name of {one}" for one in ("admin", "facilitator", "colleague", "deputy")),
}
TITLES = {"organisation", *(f"name of {one}" for one in MEMBERS_PAGES)}

UNFILLED = {
    "sessions.forms.move.MoveForm.seen": "a hash of what the page showed",
    "groups.training_forms.TrainingForm.training_number": "figures alone",
    "groups.paste_forms.PasteForm.file": "a file is read as the text beside it is",
    "admin codev_groups.Group.calendar_name": "planted by a page, and only read there",
    "admin codev_groups.Group.time_zone": "chosen, not typed",
    "admin codev_groups.Organisation.time_zone": "chosen, not typed",
    "admin codev_groups.Organisation.holidays": "chosen, not typed",
    # Forms that allauth has, for what is not switched on here.
    "allauth.account.forms.ChangeEmailForm.email": "no page changes an address before it is confirmed",
    "allauth.account.forms.ConfirmPasswordResetCodeForm.code": "passwords are reset by a link",
    "allauth.account.forms.UserTokenForm.key": "stands in the mailed link, no page asks for it",
    "allauth.account.forms.UserTokenForm.uidb36": "stands in the mailed link, no page asks for it",
    "allauth.account.forms.VerifyPhoneForm.code": "no telephone signs in",
    "groups.account_forms.JoinForm.username": "accounts have none",
    "allauth.mfa.webauthn.forms.SignupWebAuthnForm.name": "nobody signs up by a passkey",
    **dict.fromkeys(
        (
            "allauth.mfa.webauthn.forms.LoginWebAuthnForm.credential",
            "allauth.mfa.webauthn.forms.ReauthenticateWebAuthnForm.credential",
            "allauth.mfa.webauthn.forms.SignupWebAuthnForm.credential",
            "groups.second_factor_forms.PasskeyForm.credential",
        ),
        "signed by a passkey, nobody types it",
    ),
    **{
        f"allauth.socialaccount.admin.SocialAppForm.{name}": "in no page: the environment describes providers"
        for name in ("client_id", "key", "name", "provider", "provider_id", "secret", "settings")
    },
    **{
        f"allauth.socialaccount.forms.SignupForm.{name}": "in no page: a provider's claims make accounts, or nobody"
        for name in ("email", "name", "username")
    },
}
HASH, KEY, FIXED, MADE = (
    "a hash",
    "sealed, or a key",
    "one of a list of ours",
    "made by the product, of ids and numbers",
)
WORDLESS = {
    "codev_groups.Organisation.time_zone": FIXED,
    "codev_groups.Organisation.holidays": FIXED,
    "codev_groups.Organisation.training_number": "figures alone",
    "codev_groups.Group.time_zone": FIXED,
    "codev_groups.Participant.language": FIXED,
    "codev_sessions.Session.time_zone": FIXED,
    "codev_sessions.Session.sealed_place": KEY,
    "codev_sessions.Session.sealed_call_url": KEY,
    "codev_groups.User.password": HASH,
    "codev_groups.User.sign_in_mark": MADE,
    "codev_groups.Limit.key": HASH,
    "codev_groups.Limit.value": MADE,
    "codev_groups.DeviceCode.code_hash": HASH,
    "codev_groups.Mail.kind": FIXED,
    "codev_groups.Mail.detail": FIXED,
    "codev_groups.Mail.elsewhere": KEY,
    "codev_groups.Mail.language": FIXED,
    "codev_groups.Mail.code_hash": HASH,
    "codev_groups.Mail.fault": "the name of a kind of error",
    "codev_groups.AccessLedger.reader": HASH,
    "codev_groups.AccessLedger.salt": MADE,
    "codev_groups.AccessLedger.named": HASH,
    "codev_groups.AccessLedger.previous": HASH,
    "codev_groups.AccessLedger.hash": HASH,
    "codev_groups.FingerprintKey.sealed": KEY,
    "codev_groups.ProvenAddress.fingerprint": HASH,
    "codev_groups.TypedAddress.fingerprint": HASH,
    "codev_groups.SamePerson.fingerprint": HASH,
    "codev_groups.PersonalLink.token_hash": HASH,
    "codev_groups.CalendarFeed.token_hash": HASH,
    "codev_groups.Digest.mailbox": HASH,
    "codev_groups.Unreminded.mailbox": HASH,
    "codev_groups.Seat.label": FIXED,
    "codev_sessions.ContentKey.wrapped": KEY,
    "codev_sessions.ProtocolCopy.digest": HASH,
    "codev_sessions.ProtocolCopy.document": "the protocol's file, with the school's choices from lists",
    "codev_sessions.Session.protocol_key": FIXED,
    "codev_sessions.Session.settings": FIXED,
    "codev_sessions.Session.state": MADE,
    "codev_sessions.Session.attended": MADE,
    "codev_sessions.Signature.device": FIXED,
    "codev_sessions.Signature.stays": MADE,
    "codev_sessions.Correction.old": MADE,
    "codev_sessions.Correction.new": MADE,
    "codev_sessions.Session.room_code_hash": HASH,
    "codev_sessions.Session.sealed_room_code": KEY,
    "codev_sessions.Session.screen_secret_hash": HASH,
    "codev_sessions.Session.sealed_screen_secret": KEY,
    "codev_sessions.JournalEntry.actor": MADE,
    "codev_sessions.JournalEntry.command": FIXED,
    "codev_sessions.JournalEntry.fingerprint": HASH,
    "codev_sessions.JournalEntry.arguments": MADE,
    "codev_sessions.JournalEntry.events": MADE,
    "codev_sessions.KeptMirror.figures": MADE,
    "codev_sessions.KeptMirror.share": FIXED,
    "codev_sessions.PhaseRun.step": FIXED,
    "codev_sessions.Evaluation.sealed_text": "numbers by sentence, sealed",
    "codev_sessions.PublishedEvaluation.means": MADE,
    "codev_sessions.Presence.actor": MADE,
    "codev_sessions.Contribution.step": FIXED,
    "codev_sessions.Contribution.kind": FIXED,
    "codev_sessions.Pairing.token_hash": HASH,
    "codev_sessions.Pairing.label": FIXED,
    "account.EmailConfirmation.key": "of links that confirm an address: here a code does",
    "admin.LogEntry.object_id": MADE,
    "admin.LogEntry.change_message": "which fields were changed, not how",
    "auth.Permission.name": FIXED,
    "auth.Permission.codename": FIXED,
    "contenttypes.ContentType.app_label": FIXED,
    "contenttypes.ContentType.model": FIXED,
    **dict.fromkeys(
        (
            f"django_tasks_database.DBTaskResult.{name}"
            for name in ("args_kwargs", "task_path", "worker_ids", "queue_name", "backend_name", "return_value")
        ),
        MADE,
    ),
    "django_tasks_database.DBTaskResult.exception_class_path": "a task of ours raises nothing, as it notes the fault",
    "django_tasks_database.DBTaskResult.traceback": "as above",
    "sessions.Session.session_key": HASH,
    "codev_groups.SignIn.browser": HASH,
    "codev_groups.SignIn.label": FIXED,
    "socialaccount.SocialAccount.provider": FIXED,
    "socialaccount.SocialAccount.uid": "what a provider calls somebody, that no person types",
    "socialaccount.SocialAccount.extra_data": "emptied: what a provider tells is used, and not kept",
    **{
        f"socialaccount.{name}": "no row: the environment describes providers, and none of their tokens is kept"
        for name in (
            *(
                f"SocialApp.{one}"
                for one in ["provider", "provider_id", "name", "client_id", "secret", "key", "settings"]
            ),
            "SocialToken.token",
            "SocialToken.token_secret",
        )
    },
    "sessions.Session.session_data": KEY,
}
