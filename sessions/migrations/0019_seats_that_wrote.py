"""Which device wrote what; devices that opened what is their participant's own go on opening that, and no more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import migrations, models
from django.db.models import F, Min

MINUTE = timedelta(minutes=1)


def keep_what_opened(apps: Any, schema_editor: Any) -> None:
    """By the rule of decision 039 as it stood: devices that were there once their participant had come."""
    seats = {f"seat:{seat.pk}": seat for seat in apps.get_model("codev_groups", "Seat").objects.all()}
    links = (
        apps.get_model("codev_groups", "PersonalLink").objects.values_list("participant").annotate(Min("created_at"))
    )
    linked = dict(links)
    presences = apps.get_model("codev_sessions", "Presence").objects
    there = presences.filter(
        participant__isnull=False,
        session__attendances__participant=F("participant"),
        session__attendances__arrived_at__lte=F("last_seen_at") + MINUTE,
    )
    opening = [one for one in there.order_by("last_seen_at") if _opened(seats.get(one.actor), one, linked)]
    presences.filter(pk__in=[one.pk for one in opening]).update(opens_all=True)
    # In the follow-up one device goes on showing what was taken on: the one that was there last.
    commitments = apps.get_model("codev_sessions", "Commitment").objects
    for one in opening:
        mine = commitments.filter(session=one.session_id, participant=one.participant_id)
        mine.update(seat_id=seats[one.actor].pk)


def _opened(seat: Any, presence: Any, linked: dict[Any, Any]) -> bool:
    if seat is None or seat.participant_id != presence.participant_id:
        return False
    since = linked.get(seat.participant_id)
    return seat.link_id is not None or (seat.admitted_at is not None and (since is None or since > seat.created_at))


class Migration(migrations.Migration):
    dependencies = [("codev_groups", "0018_chained_ledger"), ("codev_sessions", "0018_hashed_doors")]

    operations = [
        migrations.AddField("contribution", "seat_id", models.UUIDField(editable=False, null=True)),
        migrations.AddField("commitment", "seat_id", models.UUIDField(editable=False, null=True)),
        migrations.AddField("presence", "first_seen_at", models.DateTimeField(null=True)),
        migrations.AddField("presence", "opens_all", models.BooleanField(default=False)),
        migrations.RunPython(keep_what_opened, migrations.RunPython.noop),
    ]
