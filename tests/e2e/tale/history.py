"""What HR sees, and what participants read of it."""

from __future__ import annotations

from ..people import LAPTOP
from .cast import LEA, Tale


def tell(tale: Tale) -> None:
    sophie = tale.follows_nothing(tale.evening.someone(tale.evening.links["hr"]["url"], {**LAPTOP, **tale.more}))
    sophie.page.goto(sophie.url)
    tale.take(sophie, "history", "laptop", "phone", "tiny")
    sophie.page.locator(".years a").first.click()
    tale.take(sophie, "history-of-a-year", "laptop", "phone", "tiny")
    sophie.page.locator('main a[href*="/history/groups/"]').first.click()
    tale.take(sophie, "history-of-a-group", "laptop", "phone", "tiny")
    lea = tale.follows_nothing(tale.phone(LEA))
    lea.page.goto(tale.url)
    lea.page.locator('a[href*="/ledger/"]').click()
    tale.take(lea, "ledger", "phone", "laptop", "tiny")
