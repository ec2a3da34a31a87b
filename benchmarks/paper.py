"""Certificates drawn in a second by one process, from values to the bytes of the PDF. `python -m benchmarks.paper 5`."""

import json
import sys
import time

import django

django.setup()

from certificates import layouts
from certificates.enums import Kind
from certificates.models import Certificate


def main(seconds: float) -> None:
    """Prints how many, and how many a second. Draws what the demo has issued, each with a code and a name of its own."""
    issued = Certificate.objects.filter(number__isnull=False, kind=Kind.COURSE).order_by("pk")
    wanted = [(each.template_version.spec, each.snapshot | {"test": False}) for each in issued]
    attached = json.dumps(wanted[0][1]).encode()
    layouts.render(*wanted[0], credential=attached)
    began, drawn = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        if not layouts.render(*wanted[drawn % len(wanted)], credential=attached).startswith(b"%PDF-"):
            raise SystemExit("That was no PDF.")
        drawn += 1
    print(drawn, drawn / (time.perf_counter() - began))


if __name__ == "__main__":
    main(float(sys.argv[1]))
