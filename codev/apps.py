"""Django's description of the frame, which has no rows of its own."""

from django.apps import AppConfig


class CodevConfig(AppConfig):
    name = "codev"

    def ready(self) -> None:
        from codev import checks  # noqa: F401 (registers them)
