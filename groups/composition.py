"""What to say of how many are in a group: advice of the method, which nothing hangs on."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

FEWEST, MOST = 5, 10


def hint(members: int) -> str:
    """A sentence for whoever facilitates; "" where nobody is there yet, or about as many as is usual."""
    if 0 < members < FEWEST:
        said = ngettext(
            "One person is in the group. From five on, views meet better.",
            "%(members)d people are in the group. From five on, views meet better.",
            members,
        )
        return said % {"members": members}
    if members > MOST:
        said = gettext("%(members)d people are in the group. With more than eight, each has little time to speak.")
        return said % {"members": members}
    return ""
