"""Who signed, what was corrected; and who was gone meanwhile in sessions that were held, told from their journals."""

from collections.abc import Iterable
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def tell(apps: Any, schema_editor: Any) -> None:
    database = schema_editor.connection.alias
    sessions = apps.get_model("codev_sessions", "Session").objects.using(database)
    journal = apps.get_model("codev_sessions", "JournalEntry").objects.using(database)
    for pk in sessions.filter(status__in=("open", "running", "closed")).order_by().values_list("pk", flat=True):
        session = sessions.get(pk=pk)
        entries = journal.filter(session=session).order_by("revision").values_list("events", flat=True)
        absences, rests = told(event for events in entries for event in events)
        if session.status == "closed":
            back = [[one["participant"], one["since"], one["until"]] for one in absences if one["until"]]
            ended = (session.state or {}).get("ended_at")
            over = [[since, until or ended] for since, until, _ in rests if until or ended]
            sessions.filter(pk=session.pk).update(attended={"absences": back, "rests": over})
        elif absences or rests:
            noted = [since for since, _, is_noted in rests if is_noted]
            for rest, since in zip(session.state.get("rests", []), noted, strict=False):
                rest["since"] = since
            sessions.filter(pk=session.pk).update(state=session.state | {"absences": absences})


def told(events: Iterable[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[tuple[int, int | None, bool]]]:
    """Who was gone, from when to when, and when all rested: as the events of a session were folded."""
    absences: list[dict[str, Any]] = []
    rests: list[tuple[int, int | None, bool]] = []
    before = rests
    for event in events:
        at, kind = event["at"], event["event"]
        if kind == "PersonLeft":
            absences.append({"participant": event["participant"], "since": at, "until": None})
        elif kind == "PersonReturned":
            _return(absences, event["participant"], at)
        elif kind == "TransitionBegan":
            before = rests  # as it is given back by an undo
        elif kind == "Undone":
            rests = before
        elif kind == "BreakTaken":
            rests = [*rests, (at, None, event.get("is_noted", False))]
        elif kind in ("BreakEnded", "Closed"):
            end = event.get("ended_at") or at
            rests = [(since, until or end, is_noted) for since, until, is_noted in rests]
    return [one for one in absences if one["until"] != one["since"]], rests


def _return(absences: list[dict[str, Any]], participant: str, at: int) -> None:
    for one in absences:
        if one["participant"] == participant and one["until"] is None:
            one["until"] = at


class Migration(migrations.Migration):
    dependencies = [
        ("codev_groups", "0031_after_the_hour"),
        ("codev_sessions", "0025_by_place"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="attended",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("old", models.JSONField(default=list)),
                ("new", models.JSONField(default=list)),
                ("reason", models.CharField(max_length=200)),
                ("by_name", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="codev_groups.participant",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="codev_sessions.session",
                    ),
                ),
            ],
            options={
                "ordering": ("session_id", "made_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("is_afternoon", models.BooleanField()),
                ("name", models.CharField(max_length=80)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("device", "on the person’s own device"),
                            ("screen", "on the facilitator’s screen"),
                            ("paper", "on paper"),
                        ],
                        max_length=8,
                    ),
                ),
                ("device", models.CharField(blank=True, default="", max_length=16)),
                ("stays", models.JSONField(default=list)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("signed_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
                ("by_name", models.CharField(blank=True, default="", max_length=120)),
                ("countersigned_at", models.DateTimeField(null=True)),
                ("countersigned_name", models.CharField(blank=True, default="", max_length=120)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "countersigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="codev_groups.participant",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="codev_sessions.session",
                    ),
                ),
            ],
            options={
                "ordering": ("session_id", "signed_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("session", "participant", "day", "is_afternoon"),
                        name="signs_once_a_half_day",
                    )
                ],
            },
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
