"""Our side of the comparison: `python -m benchmarks.papers.ours FOLDER`.

Writes the pages for the others, draws once of everything, says `ready`, and then answers each line "WHAT SECONDS" with
milliseconds of processor time for one: `draw` a certificate, `print` a page of a file of 500, `sign` a credential, `seal` a paper.
"""

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import django

django.setup()

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils import timezone

from benchmarks.papers import fonts, values
from benchmarks.papers.page import page_of
from certificates import layouts
from certificates.credentials import credential
from certificates.proofs import signed
from certificates.signing import LocalSeal

SPEC = layouts.SHIPPED["course"].spec
PRINTED = 500


class Side:
    def __init__(self, folder: Path) -> None:
        self.snapshots = values.snapshots()
        self.turn = cycle(self.snapshots)
        self.key, self.now = Ed25519PrivateKey.generate(), timezone.now()
        self.local = LocalSeal(folder / "keys")
        self.attached = self.sign()
        self.papers = cycle([self.draw() for _ in range(50)])
        (folder / "ours.pdf").write_bytes(layouts.render(SPEC, self.snapshots[0], credential=self.attached))
        rows = [page_of(SPEC, each) for each in self.snapshots]
        (folder / "pages.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")

    def draw(self) -> bytes:
        """Values to bytes: shaped, tagged, PDF/A-3a, square code, the credential attached."""
        return layouts.render(SPEC, next(self.turn), credential=self.attached)

    def print(self) -> list[bytes]:
        """A file of 500 pages, counted by the page."""
        return [layouts.print_file(SPEC, [next(self.turn) for _ in range(PRINTED)])] * PRINTED

    def sign(self) -> bytes:
        """The credential of a certificate, with its proof and its place in a status list."""
        site = settings.SITE_URL
        unsigned = credential(next(self.turn), kind="course", site=site, status=(f"{site}/status/1", 4711))
        document = signed(unsigned, key=self.key, method=f"{site}/issuer#bench", created=self.now)
        return json.dumps(document, ensure_ascii=False, indent=1).encode()

    def seal(self) -> bytes:
        return self.local.sealed(next(self.papers))


def timed(work: Callable[[], bytes | list[bytes]], seconds: float) -> float:
    """Of processor time: who else works here takes none of it, and what other work left behind is cleared before."""
    gc.collect()
    began, done = time.process_time(), 0
    while (spent := time.process_time() - began) < seconds or not done:
        made = work()
        done += len(made) if isinstance(made, list) else 1
    return 1000 * spent / done


def orders() -> Iterator[tuple[str, float]]:
    for line in sys.stdin:
        what, seconds = line.split()
        yield what, float(seconds)


def main(folder: str) -> None:
    fonts.use(Path(folder, "fonts"))
    side = Side(Path(folder))
    works = {"draw": side.draw, "print": side.print, "sign": side.sign, "seal": side.seal}
    for work in works.values():
        work()
    print("ready", flush=True)
    for what, seconds in orders():
        print(timed(works[what], seconds), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
