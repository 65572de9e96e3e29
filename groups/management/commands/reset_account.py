"""Sets back what of an account its owner lost: for whom no administrator may."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from groups.commands import end_sign_ins, forget_password, move_account, reset_by_operator
from groups.errors import CodevError
from groups.mails import mail_second_step
from groups.models import User


class Command(BaseCommand):
    help = "Set back what of an account its owner lost, sign it out everywhere, and tell that person by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the account's address")
        parser.add_argument("--second-step", action="store_true", help="take off app, passkeys and recovery codes")
        parser.add_argument("--password", action="store_true", help="take off the password: a mailed code opens it")
        parser.add_argument("--sign-ins", action="store_true", help="sign it out everywhere, and no more")
        parser.add_argument("--address", metavar="NEW", help="give it another address; the former one is told")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError("No account has this address.")
        if not any(options[one] for one in ("second_step", "password", "sign_ins", "address")):
            raise CommandError("Say what is lost: --second-step, --password, --sign-ins or --address NEW.")
        try:
            self._reset(user, options)
        except CodevError as refusal:
            raise CommandError(f"Nothing was changed: {refusal.code}.") from None
        self.stdout.write(
            "The account is signed out everywhere. `manage.py mails` says whether what tells it has left."
        )

    def _reset(self, user: User, options: dict[str, Any]) -> None:
        # First, as it alone may be refused.
        if options["address"]:
            move_account(user=user, email=options["address"])
            self.stdout.write("The former address is told. Codes go to the new one from now on.")
        if options["password"]:
            forget_password(user=user)
            self.stdout.write("The password is gone; a code by e-mail opens the account.")
        if options["second_step"]:
            reset_by_operator(user=user)
            mail_second_step(user)
            self.stdout.write("The second step is set up anew at the next signing in.")
            self.stdout.write("It is written into the ledger of each organisation where the account has a role.")
        if options["sign_ins"]:
            end_sign_ins(user=user)
