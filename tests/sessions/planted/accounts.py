"""What people type to sign up and in, and what the operator types: each field of allauth's pages and of the admin."""

from __future__ import annotations

import re

from django.urls import reverse

from groups.models import Group, User
from tests.mails import code_in, delivered
from tests.second_step import code_of, give_passkey
from tests.sessions.planted.house import House
from tests.sessions.planted.watching import Browser
from tests.sessions.planted.words import address, word

PASSWORDS = ("password", "new password", "reset password", "wrong password")


def sign_up(house: House) -> None:
    """A newcomer makes an account, with a code; then signs in with what was typed, and with what was not."""
    http = house.browser("signing up")
    given = {
        "email": address("mail of signing up"),
        "password1": word("password") * 2,
        "name": word("name of signing up"),
    }
    http.send("account_signup", **given)
    http.send("account_email_verification_sent", code=word("code of signing up"))
    code = mailed_code()
    http.send("account_email_verification_sent", code=code)
    house.users["signing up"] = User.objects.get(email=given["email"])
    stranger = house.browser("signing in")
    stranger.send("account_login", login=address("mail of nobody"), password=word("wrong password") * 2)
    stranger.send("account_request_login_code", email=address("mail of nobody"))
    stranger.send("account_request_login_code", email=given["email"])
    stranger.send("account_confirm_login_code", code=word("code of signing in"))


def change(house: House) -> None:
    """The same account asks again who it is, and changes address and password."""
    http, old, new = house.browser("signing up"), word("password") * 2, word("new password") * 2
    http.send("account_reauthenticate", password=old)
    http.send("account_email", action_add="", email=address("second mail"))
    http.get(reverse("account_email"))
    http.send("account_change_password", oldpassword=old, password1=new, password2=new)
    invited = house.browser("admin")
    chosen = {"password1": word("chosen password") * 2, "password2": word("chosen password") * 2}
    invited.send("account_set_password", **chosen)
    forgetful = house.browser("forgetful")
    forgetful.send("account_reset_password", email=address("mail of signing up"))
    link = re.search(r"https?://[^/]+(/\S+/key/\S+)", str(delivered()[-1].body))
    assert link
    page = forgetful.get(link[1])
    assert page.status_code == 302
    reset = {"password1": word("reset password") * 2, "password2": word("reset password") * 2}
    assert forgetful.post(page["Location"], reset).status_code == 302


def take_steps(house: House) -> None:
    """The same account sets up an app and a passkey; a colleague loses them. What passkeys sign nobody types."""
    http = house.browser("signing up")
    http.force_login(User.objects.get(pk=house.users["signing up"].pk))
    http.send("account_reauthenticate", password=word("reset password") * 2)
    house.ids["app"] = http.get(reverse("mfa_activate_totp")).context["form"].secret
    http.send("mfa_activate_totp", code=word("code of app"))
    http.send("mfa_activate_totp", code=code_of(house.ids["app"]))
    http.send("mfa_reauthenticate", code=word("code of app"))
    http.get(reverse("mfa_add_webauthn"))
    http.send("mfa_add_webauthn", name=word("name of passkey"))
    passkey = give_passkey(house.users["signing up"])
    http.send("mfa_edit_webauthn", passkey.pk, name=word("name of passkey"))
    http.get(reverse("mfa_list_webauthn"))
    stranger = house.browser("at the second step")
    asked = stranger.post(
        reverse("account_login"), {"login": address("mail of signing up"), "password": word("reset password") * 2}
    )
    assert asked["Location"] == reverse("mfa_authenticate"), asked["Location"]
    stranger.send("mfa_authenticate", code=word("code of app"))
    house.browser("admin").send("groups:reset_second_step", house.ids["organisation_id"], house.users["deputy"].pk)
    house.users["deputy"].refresh_from_db()
    house.browser("deputy").force_login(house.users["deputy"])
    house.ids["user_id"] = house.users["admin"].pk


def mailed_code() -> str:
    return code_in(delivered()[-1])


def administer(house: House) -> None:
    """The operator's own pages: an account, an organisation, a group of the neighbours, an address."""
    http: Browser = house.browser("operator")
    add(http, "codev_groups_user", email=address("mail of added"), name=word("name of added"), is_active="on")
    rows = {"roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0"}
    added = {"name": word("added organisation"), "support": word("added support"), "retention_days": "90"}
    add(http, "codev_groups_organisation", **added, **rows)
    user = User.objects.get(email=address("mail of added"))
    add(http, "account_emailaddress", email=address("added mail"), user=str(user.pk))
    add(http, "auth_group", name=word("added auth group"))
    other = Group.objects.get(name="Les jeudis")
    facilitators = {"facilitators-TOTAL_FORMS": "0", "facilitators-INITIAL_FORMS": "0"}
    answer = http.post(
        reverse("admin:codev_groups_group_change", args=[other.pk]), {"name": word("renamed group"), **facilitators}
    )
    assert answer.status_code == 302, answer.content.decode()


def add(http: Browser, model: str, **fields: str) -> None:
    answer = http.post(reverse(f"admin:{model}_add"), fields)
    assert answer.status_code == 302, answer.content.decode()


CHAPTERS = (sign_up, change, take_steps, administer)
