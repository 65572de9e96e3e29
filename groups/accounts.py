"""How accounts come to be, by invitation or by anyone where the operator opens sign-up, and how they sign out."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from codev import doorbell

from .account_mails import MailsLater
from .actors import seats_of
from .commands import prove_address, recognise
from .commands.bells import ring_person
from .models import User


class Adapter(MailsLater):
    """Closes sign-up unless CODEV_OPEN_SIGNUP says otherwise."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.CODEV_OPEN_SIGNUP)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Ask as much of an account as of none: allauth spares a question where the address is confirmed."""
        if EmailAddress.objects.filter(email=credentials.get("email", "").lower(), verified=True).exists():
            User.objects.filter(pk=0).first()

    def logout(self, request: HttpRequest) -> None:
        """Sign out, of the seats that this browser holds too; its open pages close at once."""
        # Before signing out, which empties the browser's session and with it the list of seats.
        people = [str(request.user.pk), *(str(seat.participant_id) for seat in seats_of(request.session))]
        super().logout(request)
        for person in people:
            # Sockets ask anew who they are, and find nobody. 0: a person's bell has no revision.
            doorbell.ring("person", person, 0)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Under a new password no browser is signed in any more: pages that are open elsewhere close at once."""
        super().set_password(user, password)
        ring_person(user.pk)


@receiver(post_save, sender="account.EmailAddress")
def keep_proven(instance: Any, **_: Any) -> None:
    """Whichever way allauth, or the operator on the admin's pages, has an address proved."""
    if instance.verified:
        prove_address(user=instance.user, address=instance.email)


@receiver(user_logged_in)
def recognise_seats(request: HttpRequest, user: Any, **_: Any) -> None:
    """Who signs in where somebody took a member's place may be that member."""
    recognise(seats=[seat for seat in seats_of(request.session) if seat.is_member], user=user, is_sure=False)


class NameForm(forms.Form):
    """What sign-up asks beside an address and a password."""

    name = forms.CharField(label=_("Your name"), max_length=120)

    def signup(self, request: HttpRequest, user: Any) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
