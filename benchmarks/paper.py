"""Certificates drawn in a second by one process, from values to the bytes of the PDF. `python -m benchmarks.paper 5`."""

import sys
import time

import django

django.setup()

from certificates import layouts
from certificates.models import Certificate


def main(seconds: float) -> None:
    """Prints how many, and how many a second. Draws what the demo has issued, each with a code and a name of its own."""
    issued = Certificate.objects.order_by("pk").values_list("template_version__layout", "snapshot")
    wanted = [(layout, snapshot | {"test": False}) for layout, snapshot in issued]
    layouts.render(*wanted[0])
    began, drawn = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        if not layouts.render(*wanted[drawn % len(wanted)]).startswith(b"%PDF-"):
            raise SystemExit("That was no PDF.")
        drawn += 1
    print(drawn, drawn / (time.perf_counter() - began))


if __name__ == "__main__":
    main(float(sys.argv[1]))
