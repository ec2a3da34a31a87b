"""WeasyPrint with the same page. Run by a Python of its own, which has the package: `python weasy.py FOLDER`.

Reads pages.json, writes weasyprint.pdf, says `ready`, answers "draw SECONDS" with milliseconds of processor time a page.
"""

import json
import sys
import time
from html import escape
from itertools import cycle
from pathlib import Path

import segno
import weasyprint
from weasyprint.text.fonts import FontConfiguration

# The baseline of DejaVu in a line as high as its size: half of what ascent and descent leave, and the ascent.
BASELINE = (1 + 0.928 - 0.236) / 2
FACE = '@font-face {{ font-family: "The face"; font-weight: {}; src: url("{}") }}'
STYLE = """
@page { size: 841.89pt 595.28pt; margin: 0 }
body { margin: 0; font-family: "The face"; position: relative }
.frame { position: absolute; border: 1pt solid #000 }
p { position: absolute; margin: 0; line-height: 1; white-space: pre }
"""


def style(folder: Path, fonts: FontConfiguration) -> weasyprint.CSS:
    """Read once. The faces are the files that the others draw with."""
    weights = {400: "Regular", 700: "Bold"}
    faces = [
        FACE.format(weight, (folder / f"fonts/DejaVuSans-{name}.ttf").as_uri()) for weight, name in weights.items()
    ]
    return weasyprint.CSS(string="".join([*faces, STYLE]), font_config=fonts)


def page(values: dict, css: weasyprint.CSS, fonts: FontConfiguration) -> bytes:
    frames = "".join(
        f'<div class="frame" style="left:{inset}pt;top:{inset}pt;width:{841.89 - 2 * inset}pt;height:{595.28 - 2 * inset}pt"></div>'
        for inset in (25, 31, 35)
    )
    lines = "".join(line(*each) for each in values["lines"])
    x, top, side = values["code"]
    made = segno.make_qr(values["address"], error="m", mask=2)
    code = made.svg_inline(scale=side / made.symbol_size(border=0)[0], border=0, unit="pt")
    html = f'{frames}{lines}<div style="position:absolute;left:{x}pt;top:{top}pt">{code}</div>'
    return weasyprint.HTML(string=html).write_pdf(stylesheets=[css], font_config=fonts)


def line(text: str, size: float, bold: bool, x: float, baseline: float) -> str:
    top = baseline - BASELINE * size
    weight = 700 if bold else 400
    return f'<p style="left:{x}pt;top:{top}pt;font-size:{size}pt;font-weight:{weight}">{escape(text)}</p>'


def main(folder: str) -> None:
    pages = json.loads(Path(folder, "pages.json").read_text(encoding="utf-8"))
    turn, fonts = cycle(pages), FontConfiguration()
    css = style(Path(folder).resolve(), fonts)
    Path(folder, "weasyprint.pdf").write_bytes(page(next(turn), css, fonts))
    for _ in range(5):
        page(next(turn), css, fonts)
    print("ready", flush=True)
    for order in sys.stdin:
        seconds, began, done = float(order.split()[1]), time.process_time(), 0
        while (spent := time.process_time() - began) < seconds or not done:
            page(next(turn), css, fonts)
            done += 1
        print(1000 * spent / done, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
