"""How static files are stored and served."""

from __future__ import annotations

from django.contrib.staticfiles.apps import StaticFilesConfig
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import Redirect, StaticFile
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticConfig(StaticFilesConfig):
    """Leaves out htmx's extensions, which nobody loads and whose comments look like missing imports."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*"]


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, also for the modules that our modules import."""

    support_js_module_import_aggregation = True


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
