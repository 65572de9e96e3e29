"""The addresses of accounts (allauth's), of the operator (Django's admin), and those that answer everybody alike."""

from __future__ import annotations

from .roles import ACCOUNTS, SIGN_IN, Row, everybody

REFUSED = dict.fromkeys((one for one in ACCOUNTS if one != "operator"), 403)
SIGNED_IN = dict.fromkeys(ACCOUNTS, 302)


def entrance(name: str, says: str, answer: int = 200) -> Row:
    """For who is not signed in; an account is led on."""
    return everybody(name, says, answer, **SIGNED_IN)


def signed_in(name: str, says: str, answer: int = 200) -> Row:
    return everybody(name, says, SIGN_IN, **dict.fromkeys(ACCOUNTS, answer))


ACCOUNT: tuple[Row, ...] = (
    entrance("account_login", "sign in by password"),
    entrance("POST account_login", "sign in by password: nothing is filled in"),
    entrance("account_request_login_code", "ask for a code by e-mail"),
    entrance("POST account_request_login_code", "ask for a code by e-mail: nothing is filled in"),
    entrance("account_confirm_login_code", "give the code: none was asked for", 302),
    entrance("POST account_confirm_login_code", "give the code: none was asked for", 302),
    entrance("account_signup", "make an account: by invitation alone"),
    entrance("POST account_signup", "make an account: by invitation alone"),
    everybody("account_reset_password", "ask for a new password", 200),
    everybody("POST account_reset_password", "ask for a new password: nothing is filled in", 200),
    everybody("account_reset_password_done", "what was mailed, said alike to all", 200),
    everybody("account_reset_password_from_key", "set a new password: the link is forged", 200),
    everybody("POST account_reset_password_from_key", "set a new password: the link is forged", 200),
    everybody("account_reset_password_from_key_done", "the new password is set", 200),
    everybody("account_inactive", "that an account is closed", 200),
    everybody(
        "account_email_verification_sent", "confirm an address by its code: none was asked for", SIGN_IN, **SIGNED_IN
    ),
    everybody(
        "POST account_email_verification_sent",
        "confirm an address by its code: none was asked for",
        SIGN_IN,
        **SIGNED_IN,
    ),
    signed_in("account_logout", "sign out"),
    everybody("POST account_logout", "sign out", 302),
    signed_in("account_email", "my addresses"),
    signed_in("POST account_email", "change my addresses: nothing is filled in", 302),
    signed_in("account_change_password", "change my password"),
    signed_in("POST account_change_password", "change my password"),
    signed_in("account_set_password", "set a password, where there is none", 302),
    signed_in("POST account_set_password", "set a password, where there is none", 302),
    signed_in("account_reauthenticate", "prove again that it is me"),
    signed_in("POST account_reauthenticate", "prove again that it is me"),
)
PRODUCT: tuple[Row, ...] = (
    everybody("health", "whether it works", 200),
    everybody("metrics", "figures of the process, without the operator’s token", 404),
    everybody("set_language", "nothing: back to where one was", 302),
    everybody("POST set_language", "choose the language", 302),
    everybody("admin:login", "the operator’s door", SIGN_IN, **REFUSED, operator=302),
    everybody("POST admin:login", "the operator’s door: nothing is filled in", SIGN_IN, **REFUSED, operator=200),
)
# Of Django's admin the operator alone gets past the door; this is what is found there, as Django calls it.
ADMIN = {
    "codev_groups_user": "list one change add delete",
    "codev_groups_organisation": "list one change add",
    "codev_groups_group": "list one change",
    **dict.fromkeys(
        (
            "codev_groups_participant",
            "codev_groups_cycle",
            "codev_groups_charter",
            "codev_groups_personallink",
            "codev_groups_seat",
            "codev_groups_mail",
            "codev_groups_accessledger",
            "codev_sessions_session",
            "codev_sessions_journalentry",
            "codev_sessions_contentkey",
        ),
        "list one",
    ),
    "account_emailaddress": "list one change add delete",
    "auth_group": "list one change add delete",
}
