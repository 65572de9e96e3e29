"""How static files are stored and served."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import Redirect, StaticFile
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticConfig(StaticFilesConfig):
    """Leaves out htmx's extensions, which nobody loads and whose comments look like missing imports."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*"]


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, also for the modules that our modules import; stylesheets that are whole."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, tuple[Storage, str]], *args: Any, **options: Any) -> Iterator[Any]:
        whole = {
            name: (Whole(storage), path) if name.startswith("css/") else (storage, path)
            for name, (storage, path) in paths.items()
        }
        yield from super().post_process(whole, *args, **options)


class Whole:
    """Opens our stylesheets as phones get them: the parts they import in place, without what is there for readers."""

    PART = re.compile(r'@import "(?P<path>[^"]+)" layer\((?P<layer>\w+)\);')
    FOR_READERS = re.compile(r"/\*.*?\*/|^\s+", re.DOTALL | re.MULTILINE)

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def open(self, name: str) -> ContentFile[bytes]:
        return ContentFile(self.FOR_READERS.sub("", self._read(name)).encode())

    def _read(self, name: str) -> str:
        def in_place(part: re.Match[str]) -> str:
            return f"@layer {part['layer']} {{\n{self._read(posixpath.join(posixpath.dirname(name), part['path']))}}}"

        with self.storage.open(name) as file:
            return self.PART.sub(in_place, file.read().decode())


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
