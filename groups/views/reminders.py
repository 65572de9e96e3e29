"""The page by which reminders end, and come again: for whoever has the address that stands in them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .. import reminders
from .guards import calm


# Mail programmes press for their readers, without a page of ours before (RFC 8058). Who sends this has the address.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@calm
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """Reading changes nothing: whatever looks at mails opens their links."""
    mailbox = reminders.mailbox_of(token)
    if mailbox is None:
        raise Http404
    if request.method == "POST":
        if "again" in request.POST:
            reminders.have_again(mailbox)
        else:
            reminders.stop(mailbox)
        # Mail programmes go by no redirection, and would take one for a failure (RFC 8058, 3.1).
        if "List-Unsubscribe" not in request.POST:
            return redirect("groups:reminders", token)
    return render(request, "groups/reminders.html", {"are_wanted": reminders.are_wanted(mailbox)})
