"""What the templates that ship have to look like, to the byte: `python -m tests.golden` writes it anew.

Do that only after looking at the pages, and say in the commit why they changed: certificates printed again look different from
then on. Raise `RENDERER` in `certificates/domain/papers.py` with it, unless the specification of a template alone has changed.
"""

import hashlib
import json
import os
import zlib
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")

from certificates.layouts import SHIPPED, render
from tests.certificates.layouts.samples import CREDENTIAL, KINDS, NAMES, named
from tests.pdf.tools import unpacked

FILE = Path(__file__).parent / "certificates" / "layouts" / "golden.json"
# Another library packs the same page into other bytes; what is drawn is compared everywhere.
PACKED_BY = zlib.ZLIB_RUNTIME_VERSION


def drawn(kind: str, key: str) -> bytes:
    """The paper as it is before its seal."""
    return render(SHIPPED[kind].spec, named(key), credential=CREDENTIAL)


def hashes(kind: str, key: str, *, packed: bool) -> dict[str, str]:
    """SHA-256 of what is drawn and, where asked for, of the file."""
    pdf = drawn(kind, key)
    found = {"drawn": hashlib.sha256(unpacked(pdf)).hexdigest()}
    return found | ({"file": hashlib.sha256(pdf).hexdigest()} if packed else {})


def main() -> None:
    papers = {f"{kind}/{key}": hashes(kind, key, packed=True) for kind in KINDS for key in NAMES}
    FILE.write_text(json.dumps({"zlib": PACKED_BY, "papers": papers}, indent=1) + "\n", encoding="utf-8")
    print(f"{len(papers)} papers written to {FILE}")


if __name__ == "__main__":
    main()
