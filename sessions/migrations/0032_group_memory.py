from django.db import migrations, models


class Migration(migrations.Migration):
    """By its author's choice a learning stands in the group's memory; none does that was shared before."""

    dependencies = [("codev_sessions", "0031_debriefs")]

    operations = [
        migrations.AddField(
            "contribution",
            "memory",
            models.CharField(
                blank=True,
                choices=[("unnamed", "without a name"), ("named", "with its author’s name")],
                default="",
                max_length=8,
            ),
        ),
    ]
