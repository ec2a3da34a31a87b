"""Cut the vendored faces out of Debian's fonts-noto-core. Run by hand; what it writes is committed.

    python lms/pdf/fonts/build.py /usr/share/fonts/truetype/noto

The same sources and the same fontTools give the same bytes. A source that is not the one we looked at is refused: a later
Noto Naskh Arabic draws dots as glyphs of their own, and text copied out of a PDF would be garbage (see docs/fonts.md).
"""

import hashlib
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent

# What stands between words in any script: without these a line would change face at every comma.
COMMON = [*range(0x20, 0x7F), 0xA0, 0xAB, 0xB7, 0xBB, 0x2010, 0x2011, 0x2013, 0x2014, *range(0x2018, 0x201A), 0x201C, 0x201D, 0x2026]  # fmt: skip

LATIN_CYRILLIC_GREEK = [
    *COMMON,
    *range(0xA1, 0x250),  # Latin-1 to Latin Extended-B: ə's capital, ğ, ş, ı, ő, ț
    0x259,  # ə
    *range(0x2B0, 0x300),  # modifier letters: the ʻ and ʼ of Uzbek names
    *range(0x300, 0x370),  # combining marks
    *range(0x370, 0x400),  # Greek
    *range(0x400, 0x530),  # Cyrillic with Kazakh, Uzbek, Kyrgyz, Tajik
    *range(0x1E00, 0x1F00),  # Vietnamese, and the dots and macrons of transliteration
    0x2012, 0x2015, 0x201A, 0x201E, 0x2020, 0x2021, 0x2022, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044,
    0x20AC, 0x20BC, 0x20BD, 0x2116, 0x2122, 0x2212, 0x2248, 0x2264, 0x2265,
]  # fmt: skip

ARABIC = [*COMMON, *range(0x600, 0x700), *range(0x750, 0x780), 0x200C, 0x200D, 0xFDF2]
GEORGIAN = [*COMMON, *range(0x10A0, 0x1100), *range(0x1C90, 0x1CC0)]
ARMENIAN = [*COMMON, *range(0x530, 0x590), *range(0xFB13, 0xFB18)]
HEBREW = [*COMMON, *range(0x590, 0x600), 0x20AA, *range(0xFB1D, 0xFB50)]

# No `liga`: a ligature is one glyph for several letters, and readers disagree about their order when it runs right to left, so a
# copied عبدالله would come out scrambled; in Latin it takes the dot off an i, which in Azerbaijani is another letter.
FEATURES = ["ccmp", "locl", "mark", "mkmk", "kern", "init", "medi", "fina", "isol", "rlig", "calt", "curs"]

# face -> (what of it we keep, SHA-256 of the source)
FACES = {
    "NotoSans-Regular": (LATIN_CYRILLIC_GREEK, "89c3c497f618fdaa0b2d1e98fef93582f28c71debd2c4a8cdf41f190ced2909d"),
    "NotoSans-Bold": (LATIN_CYRILLIC_GREEK, "e83493c945848ecd4a9ad0f6d19164541a0d3e23a9c952304a00a46e00272ac5"),
    "NotoNaskhArabic-Regular": (ARABIC, "8c67eaa2f0086872628fc3f7f760386f83c8be5c5e9a1ba3a38891237b2ac7cb"),
    "NotoNaskhArabic-Bold": (ARABIC, "b5cbcb561b4b540ff11d7b6934577dbbbbb9e1d152d47f6f31f19176d58ff39c"),
    "NotoSansGeorgian-Regular": (GEORGIAN, "ba75f2154fef9beac8439f94c631dc37ef9c708d32f9254bb019afdfa9aa3138"),
    "NotoSansGeorgian-Bold": (GEORGIAN, "2cee22513f5c94b5577fe1a91df94836dc9825ac78e5b3a9f3c49d1f038a5f11"),
    "NotoSansArmenian-Regular": (ARMENIAN, "9636c32c121f4fc1fc6963dfad60ea32c41889507118a46f83a818eacf40348e"),
    "NotoSansArmenian-Bold": (ARMENIAN, "a0f398d0205f0b96d6637ac66d92e6e42b230f8ed3853a050d0aa5792eb9b7f7"),
    "NotoSansHebrew-Regular": (HEBREW, "436900d5ad77d33e4234247f3076eaecd25b92b9bea0519514f684140e3566a7"),
    "NotoSansHebrew-Bold": (HEBREW, "d3b01343f71e8a93fffb84c345a1aecbaf4694b98d0eaace916cb9eac9e6dcd3"),
}

# Copyright, family, style, unique id, full name, version, PostScript name, licence, licence address.
NAMES_KEPT = [0, 1, 2, 3, 4, 5, 6, 13, 14]


def cut(source: Path, *, unicodes: list[int]) -> TTFont:
    options = subset.Options(
        layout_features=FEATURES,
        name_IDs=NAMES_KEPT,
        hinting=False,
        notdef_outline=True,
        glyph_names=False,
        recalc_timestamp=False,
        drop_tables=["DSIG", "meta"],
    )
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=unicodes)
    subsetter.subset(font)
    return font


def main(folder: Path) -> int:
    total = 0
    for name, (unicodes, digest) in FACES.items():
        source = folder / f"{name}.ttf"
        found = hashlib.sha256(source.read_bytes()).hexdigest()
        if found != digest:
            sys.stderr.write(f"{source} is not the file this recipe was written for: sha256 {found}\n")
            return 1
        target = HERE / f"{name}.ttf"
        cut(source, unicodes=unicodes).save(target)
        total += target.stat().st_size
        sys.stdout.write(f"{target.name:32} {target.stat().st_size:>8} bytes\n")
    sys.stdout.write(f"{'total':32} {total:>8} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
