"""A page of a long ledger is read without sorting the whole."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("codev_groups", "0013_airtime_switched_off")]

    operations = [
        migrations.AddIndex(
            "accessledger",
            models.Index(fields=["group", "-looked_at", "id"], name="looks_by_group_and_date"),
        ),
    ]
