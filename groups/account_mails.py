"""What allauth mails, asked for and not sent. A code is made when it leaves: a browser keeps the id of its mail."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.core import context
from django.http import HttpRequest

from .mails import mail_account, mail_nobody
from .models import User

# The mails whose codes are good in this browser, the newest first: a slow mail is not dead for another having been
# asked for.
MAILED = "mailed_codes"
KEPT = 3
# With these allauth says that it has sent a code, also where it has not, as there is no such account.
SAID = {"account/messages/login_code_sent.txt", "account/messages/email_confirmation_sent.txt"}


class MailsLater(DefaultAccountAdapter):
    """An adapter that never speaks to a mail server."""

    def generate_login_code(self) -> str:
        """What stands for a code that is yet to be made."""
        id, session = str(uuid.uuid4()), context.request.session
        session[MAILED] = [id, *session.get(MAILED, [])][:KEPT]
        return id

    generate_email_verification_code = generate_login_code

    def get_login_stages(self) -> list[str]:
        """Asked for wherever allauth has read what a browser waits for, and looked for the account, if there is one."""
        session = context.request.session
        if (session.get(LOGIN_SESSION_KEY) or {}).get("user_pk", "") is None:
            # Once for the sign-in, and once for an address that is to be confirmed.
            for _time in range(1 + (EMAIL_VERIFICATION_CODE_SESSION_KEY in session)):
                User.objects.filter(pk=0).first()
        return list(super().get_login_stages())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        _this_request().wrote = True
        code = context.get("code")
        # allauth names whose address it is, where it may be a new one, or one of before.
        id, detail = uuid.UUID(code) if code else None, str(context.get("detail", ""))
        mail_account(template_prefix, email, id=id, owner=context.get("user"), detail=detail)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        if message_template in SAID and not hasattr(_this_request(), "wrote"):
            mail_nobody((message_context or {})["email"])
        super().add_message(request, level, message_template, message_context, extra_tags, message)


def _this_request() -> Any:
    return context.request
