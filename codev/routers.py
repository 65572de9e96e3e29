"""Which database a row lives in: content keys apart, everything else together."""

from __future__ import annotations

from typing import Any

KEYS = "keys"
KEY_MODELS = {"contentkey"}


def _home(app_label: str, model_name: str | None) -> str:
    return KEYS if app_label == "codev_sessions" and model_name in KEY_MODELS else "default"


class KeysRouter:
    """Sends content keys to the `keys` database, which has its own and briefer backups."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return _home(model._meta.app_label, model._meta.model_name)

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        return db == _home(app_label, model_name)
