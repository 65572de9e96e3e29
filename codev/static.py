"""How static files are stored and served."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.storage import Storage
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import Redirect, StaticFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from codev.joined import Joined

OURS = re.compile(r"css/.+\.css|js/.+\.js")


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed names; our stylesheets and modules joined with what they import."""

    def post_process(self, paths: dict[str, tuple[Storage, str]], *args: Any, **options: Any) -> Iterator[Any]:
        joined = {
            name: (Joined(storage), path) if OURS.fullmatch(name) else (storage, path)
            for name, (storage, path) in paths.items()
        }
        yield from super().post_process(joined, *args, **options)


class StaticMiddleware(WhiteNoiseMiddleware):
    """Answers with a plain body: under ASGI a streamed file would be read whole anyway, with a warning."""

    @staticmethod
    def serve(static_file: StaticFile | Redirect, request: HttpRequest) -> HttpResponse:
        found = static_file.get_response(request.method, request.META)
        body = b""
        if found.file:
            with found.file as file:
                body = file.read()
        response = HttpResponse(body, status=int(found.status), headers=dict(found.headers))
        response["X-Content-Type-Options"] = "nosniff"
        # Django adds one to every response; a 304 has none.
        if "content-type" not in dict(map(_lowered, found.headers)):
            del response["content-type"]
        return response


def _lowered(header: tuple[str, str]) -> tuple[str, str]:
    return header[0].lower(), header[1]
