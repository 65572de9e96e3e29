"""The language of a socket: the page's own, which it names, else what the browser prefers."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header


def language_of(query: Mapping[str, str], cookies: Mapping[str, str], headers: Mapping[bytes, bytes]) -> str:
    """A language code of the product, `LANGUAGE_CODE` where nothing that is named or preferred is one."""
    # latin-1 reads any byte: a header that is not ASCII must not break the handshake.
    preferred = parse_accept_lang_header(headers.get(b"accept-language", b"").decode("latin-1"))
    named = (query.get("lang"), cookies.get(settings.LANGUAGE_COOKIE_NAME))
    for code in filter(None, (*named, *(code for code, _weight in preferred))):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
