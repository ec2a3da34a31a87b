"""The verifier that works without internet: a page a language, the list it keeps, and what a browser needs to install it."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from certificates import kept
from certificates.domain.keys import KeyIsMissing
from certificates.domain.offline import signed_list
from certificates.enums import Kind
from certificates.offline import FIRST_DAY
from lms.days import MONTHS, day_in_words
from lms.refusals import Refusal

LANGUAGES = [code for code, _name in settings.LANGUAGES]
ICONS = {size: f"img/offline-{size}.png" for size in (96, 192, 512)}
STATIC = [
    "css/tokens.css",
    "css/base.css",
    "css/ui.css",
    "css/offline.css",
    "js/ui.js",
    "js/offline-page.js",
    "js/offline-cose.js",
    "js/offline-list.js",
    "js/offline-eye.js",
    "vendor/noble-ed25519.js",
    "vendor/qr/decode.js",
    "img/favicon.png",
    "img/favicon.svg",
    *ICONS.values(),
]
# Asked for by the one before under its plain name.
BESIDE = "vendor/qr/index.js"
WORKER = "js/offline-worker.js"


@require_safe
def door(request):
    return redirect("offline_in", language=get_language() or settings.LANGUAGE_CODE)


@require_safe
def verifier(request, language: str):
    response = HttpResponse(page(request, known(language)))
    response.headers["Content-Language"] = language
    return response


def known(language: str) -> str:
    if language not in LANGUAGES:
        raise Http404
    return language


def page(request, language: str) -> str:
    """The same for everybody: it is kept on devices."""
    with translation.override(language):
        links = [
            {"code": code, "name": name, "url": reverse("offline_in", args=[code]), "current": code == language}
            for code, name in settings.LANGUAGES
        ]
        context = {
            "language": language,
            "language_links": links,
            "kinds": Kind.choices,
            "months": MONTHS[language],
            "date": day_in_words(FIRST_DAY, language=language),
        }
        return render_to_string("certificates/offline.html", context, request)


@require_safe
def listed(request):
    try:
        content = kept.offline_list(lambda: signed_list(now=timezone.now()))
    except (Refusal, KeyIsMissing):
        return HttpResponse(status=503)
    response = HttpResponse(content, content_type='application/cose; cose-type="cose-sign"')
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def worker(request):
    """Names the files that are kept and a version that changes with any of them; the rest is a script like others."""
    pages = {language: reverse("offline_in", args=[language]) for language in LANGUAGES}
    manifests = [reverse("offline_manifest", args=[language]) for language in LANGUAGES]
    files = [*pages.values(), *manifests, *map(static, STATIC), settings.STATIC_URL + BESIDE]
    written = "".join(page(request, language) for language in LANGUAGES) + contents()
    shell = {
        "version": hashlib.sha256(written.encode()).hexdigest()[:16],
        "files": files,
        "pages": pages,
        "door": reverse("offline"),
        "language": settings.LANGUAGE_CODE,
    }
    script = f"self.SHELL = {json.dumps(shell)};\nimportScripts({json.dumps(static(WORKER))});\n"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@cache
def contents() -> str:
    """The hashes of the static files that are kept."""
    paths = [Path(str(finders.find(name))) for name in (*STATIC, BESIDE, WORKER)]
    return "".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)


@require_safe
def manifest(request, language: str):
    """Web Application Manifest: how the verifier is called and drawn once it is installed."""
    with translation.override(known(language)):
        found = {
            "id": reverse("offline"),
            "name": gettext("Certificates without internet"),
            "short_name": gettext("Certificates"),
            "lang": language,
            "start_url": reverse("offline_in", args=[language]),
            "scope": reverse("offline"),
            "display": "standalone",
            "background_color": "#FBFAF7",
            "theme_color": "#0A5C7A",
            "icons": [
                {"src": static(path), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}
                for size, path in ICONS.items()
            ],
        }
    return JsonResponse(found, content_type="application/manifest+json")
