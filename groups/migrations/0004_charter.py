"""Charter versions and their acceptances."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("codev_groups", "0003_groups_and_participants"),
    ]

    operations = [
        migrations.CreateModel(
            name="Charter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField(verbose_name="text")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="charters", to="codev_groups.group"
                    ),
                ),
            ],
            options={
                "ordering": ("group_id", "-number"),
            },
        ),
        migrations.CreateModel(
            name="CharterAcceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("accepted_at", models.DateTimeField(auto_now_add=True)),
                (
                    "charter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acceptances",
                        to="codev_groups.charter",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acceptances",
                        to="codev_groups.participant",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="charter",
            constraint=models.UniqueConstraint(fields=("group", "number"), name="charters_are_numbered"),
        ),
        migrations.AddConstraint(
            model_name="charteracceptance",
            constraint=models.UniqueConstraint(fields=("charter", "participant"), name="accepted_once"),
        ),
    ]
