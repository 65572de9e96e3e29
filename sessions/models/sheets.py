"""What somebody fills in for a session and alone reads: one document of named answers, sealed as a whole."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from .keys import SealedText
from .unsealed import unsealed

Words = dict[str, str]


class Sheet(models.Model):
    """What every such sheet has, beside its session and whose it is.

    `version` counts what was kept, so that no device or tab writes over another's.
    """

    FIELDS: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed_text = models.BinaryField(editable=False)
    version = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(auto_now_add=True)
    written_at = models.DateTimeField(auto_now=True)

    text = SealedText("sealed_text")
    key_owner = "session_id"

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)

    @classmethod
    def blank(cls) -> Words:
        """The answers of a sheet on which nothing is written."""
        return dict.fromkeys(cls.FIELDS, "")

    @property
    def words(self) -> Words | None:
        """What stands in it, by field; None where it cannot be opened any more."""
        text = unsealed(self)
        return None if text is None else self.blank() | json.loads(text)

    def write(self, words: Mapping[str, str]) -> None:
        """Seal these words; saving is the caller's. Raises KeyGone once the session's key is destroyed."""
        self.text = json.dumps({name: words[name] for name in self.FIELDS}, ensure_ascii=False)

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any((self.words or {}).values())
