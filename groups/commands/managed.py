"""Groups under their lock, for those who look after them."""

from __future__ import annotations

from ..access import may_manage_group
from ..errors import NotAllowed
from ..models import Group, User


def managed(group: Group, by: User) -> Group:
    """A group under its lock, for who looks after it: who is in it, names, number and places are checked under it."""
    # The lock first: a removal that is under way is over by then, and a facilitator who was taken off is refused.
    group = Group.objects.select_for_update().get(pk=group.pk)
    if not may_manage_group(by, group):
        raise NotAllowed("not_a_facilitator")
    return group
