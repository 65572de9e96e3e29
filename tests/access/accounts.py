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
    signed_in("mfa_activate_totp", "set up an app that shows codes: once it is confirmed that it is me", 302),
    signed_in("POST mfa_activate_totp", "set up an app that shows codes: once it is confirmed that it is me", 302),
    signed_in("mfa_deactivate_totp", "do without the app: there is none", 404),
    signed_in("POST mfa_deactivate_totp", "do without the app: there is none", 404),
    signed_in("mfa_add_webauthn", "add a passkey: once it is confirmed that it is me", 302),
    signed_in("POST mfa_add_webauthn", "add a passkey: once it is confirmed that it is me", 302),
    signed_in("mfa_edit_webauthn", "rename a passkey: once it is confirmed that it is me", 302),
    signed_in("POST mfa_edit_webauthn", "rename a passkey: once it is confirmed that it is me", 302),
    signed_in("mfa_remove_webauthn", "remove a passkey: once it is confirmed that it is me", 302),
    signed_in("POST mfa_remove_webauthn", "remove a passkey: once it is confirmed that it is me", 302),
    signed_in("mfa_generate_recovery_codes", "make recovery codes: once it is confirmed that it is me", 302),
    signed_in("POST mfa_generate_recovery_codes", "make recovery codes: once it is confirmed that it is me", 302),
    signed_in("mfa_download_recovery_codes", "recovery codes as a file: there are none", 404),
    signed_in("POST mfa_download_recovery_codes", "recovery codes as a file: there are none", 404),
    signed_in("mfa_reauthenticate", "confirm by a code that it is me: there is none", 302),
    signed_in("POST mfa_reauthenticate", "confirm by a code that it is me: there is none", 302),
    signed_in("mfa_reauthenticate_webauthn", "confirm by a passkey that it is me: there is none", 302),
    signed_in("POST mfa_reauthenticate_webauthn", "confirm by a passkey that it is me: there is none", 302),
    signed_in("mfa_authenticate", "the second step: the first was not taken", 302),
    signed_in("POST mfa_authenticate", "the second step: the first was not taken", 302),
    signed_in("mfa_login_webauthn", "sign in by a passkey: none is sent", 302),
    signed_in("POST mfa_login_webauthn", "sign in by a passkey: none is sent", 302),
    signed_in("mfa_index", "how I sign in in two steps", 200),
    signed_in("POST mfa_index", "nothing", 405),
    signed_in("mfa_list_webauthn", "my passkeys", 200),
    signed_in("POST mfa_list_webauthn", "nothing", 405),
    signed_in("mfa_view_recovery_codes", "my recovery codes: there are none", 404),
    signed_in("POST mfa_view_recovery_codes", "nothing", 405),
    everybody("openid_connect_login", "sign in at a provider: there is none", 404),
    everybody("POST openid_connect_login", "sign in at a provider: there is none", 404),
    everybody("openid_connect_callback", "come back from a provider: there is none", 404),
    everybody("POST openid_connect_callback", "come back from a provider: there is none", 404),
    everybody("socialaccount_connections", "nothing: to one’s account", 302),
    everybody("POST socialaccount_connections", "nothing: to one’s account", 302),
    everybody("socialaccount_signup", "nothing: to the page that signs in", SIGN_IN),
    everybody("POST socialaccount_signup", "nothing: to the page that signs in", SIGN_IN),
    everybody("socialaccount_login_cancelled", "that one turned back at the provider", 200),
    everybody("socialaccount_login_error", "that the provider gave no answer", 401),
    signed_in("account", "my account"),
    signed_in("sign_ins", "where I am signed in"),
    everybody("POST end_sign_in", "sign out in another browser", 403, **SIGNED_IN),
    everybody("POST end_sign_ins", "sign out everywhere but here", 403, **SIGNED_IN),
    signed_in("second_step", "why a second step is asked, where it was not taken", 302),
    signed_in("second_step_done", "on to what was wanted", 302),
)
PRODUCT: tuple[Row, ...] = (
    everybody("health", "whether it works", 200),
    everybody("metrics", "figures of the process, without the operator’s token", 404),
    everybody("set_language", "nothing: back to where one was", 302),
    everybody("POST set_language", "choose the language", 302),
    everybody("admin:login", "the operator’s door", SIGN_IN, **REFUSED, operator=302),
    everybody("POST admin:login", "the operator’s door: nothing is filled in", SIGN_IN, **REFUSED, operator=302),
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
