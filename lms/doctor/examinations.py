from collections.abc import Iterator

from django.utils.translation import gettext as _

from . import database, files, papers, services, site, work
from .findings import Finding, fail

EXAMINATIONS = (
    site.mode,
    site.hosts,
    site.keys,
    database.answers,
    database.mode,
    database.migrations,
    database.clock,
    services.cache,
    services.broker,
    services.mail,
    work.workers,
    work.waiting_jobs,
    work.given_up_jobs,
    work.refused_letters,
    papers.address,
    papers.seal,
    papers.signing_keys,
    files.fonts,
    files.translations,
    files.static,
    files.disk,
)


def examine(examinations=EXAMINATIONS) -> Iterator[Finding]:
    """Every finding, one examination after the other; one that breaks is a finding too."""
    for examination in examinations:
        try:
            yield from examination()
        except Exception as error:
            sentence = _("The examination “%(name)s” broke off: %(error)s.")
            named = {"name": examination.__name__, "error": type(error).__name__}
            yield fail(sentence % named, _("Mend what is reported above, then ask again."))
