from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("codev_groups", "0021_who_only_knocks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Limit",
            fields=[
                ("key", models.CharField(editable=False, max_length=64, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField(
            model_name="user",
            name="sign_in_mark",
            field=models.CharField(blank=True, default="", editable=False, max_length=16),
        ),
    ]
