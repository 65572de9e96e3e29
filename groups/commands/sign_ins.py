"""Browsers that an account is signed in in: noted, followed and ended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session as BrowserRow
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from codev.browsers import hashed

from ..devices import device_words
from ..models import SignIn, User
from ..models.people import new_mark
from .bells import ring_person


def note_sign_in(request: HttpRequest, user: User, **more: Any) -> None:
    """This browser is the account's from now on. Those of its browsers that are gone are forgotten."""
    # A browser that was another account's has no key until its row is written.
    if request.session.session_key is None:
        request.session.create()
    label = device_words(request.META.get("HTTP_USER_AGENT", ""))
    SignIn.objects.update_or_create(browser=_row_of(request.session), defaults={"user": user, "label": label})
    _gone().filter(user=user).delete()


def follow_browser(before: str, after: str, held: SessionBase, **more: Any) -> None:
    """A browser's row stands under another hash from now on (`codev.browsers.moved`)."""
    # Most that move are participants', or nobody's: they cost no query.
    if SESSION_KEY in held:
        SignIn.objects.filter(browser=before).update(browser=after)


@transaction.atomic
def end_sign_in(*, user: User, sign_in_id: UUID) -> None:
    """Sign the account out in one of its browsers; its open pages close. Nothing where there is no such browser."""
    ended = SignIn.objects.filter(user=user, pk=sign_in_id)
    BrowserRow.objects.filter(session_key__in=[one.browser for one in ended]).delete()
    ended.delete()
    # All of the account's pages ask anew who they are; those that are still signed in stay.
    ring_person(user.pk)


@transaction.atomic
def end_sign_ins(*, user: User, but: SessionBase | None = None) -> None:
    """Sign the account out everywhere, also in browsers that no list knows; `but` in this one, which its caller lets go
    on by the new mark.
    """
    user.sign_in_mark = new_mark()
    User.objects.filter(pk=user.pk).update(sign_in_mark=user.sign_in_mark)
    others = SignIn.objects.filter(user=user)
    (others.exclude(browser=_row_of(but)) if but else others).delete()


def forget_sign_ins() -> None:
    """Those whose browsers are gone."""
    _gone().delete()


def _gone() -> QuerySet[SignIn]:
    return SignIn.objects.exclude(browser__in=BrowserRow.objects.values("session_key"))


def _row_of(browser: SessionBase) -> str:
    return hashed(browser.session_key or "")
