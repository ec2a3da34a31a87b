"""WeasyPrint with the same page. Run by a Python of its own, which has the package: `python weasy.py VALUES SECONDS FOLDER`."""

import json
import sys
import time
from html import escape
from pathlib import Path

import segno
import weasyprint
from weasyprint.text.fonts import FontConfiguration

STYLE = """
@page { size: 841.89pt 595.28pt; margin: 0 }
body { margin: 0; font-family: "DejaVu Sans"; text-align: center; position: relative }
.frame { position: absolute; border: 1pt solid #000 }
p { position: absolute; left: 40pt; width: 761.89pt; margin: 0; line-height: 1.2 }
svg { position: absolute }
"""


def page(values: dict, fonts: FontConfiguration) -> bytes:
    frames = "".join(
        f'<div class="frame" style="left:{inset}pt;top:{inset}pt;width:{841.89 - 2 * inset}pt;height:{595.28 - 2 * inset}pt"></div>'
        for inset in (25, 31, 35)
    )
    lines = "".join(
        f'<p style="top:{y}pt;font-size:{size}pt;font-weight:{700 if bold else 400}">{escape(text)}</p>'
        for text, size, bold, y in values["lines"]
    )
    code = segno.make_qr(values["address"], error="m", mask=2).svg_inline(scale=70 / 29, border=0)
    html = f'<style>{STYLE}</style>{frames}{lines}<div style="position:absolute;left:690pt;top:440pt">{code}</div>'
    return weasyprint.HTML(string=html).write_pdf(font_config=fonts)


def main(path: str, seconds: str, folder: str) -> None:
    rows, fonts = json.loads(Path(path).read_text()), FontConfiguration()
    Path(folder, "weasyprint.pdf").write_bytes(page(rows[0], fonts))
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < float(seconds):
        page(rows[done % len(rows)], fonts)
        done += 1
    print(1000 * (time.perf_counter() - began) / done)


if __name__ == "__main__":
    main(*sys.argv[1:])
