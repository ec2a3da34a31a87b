"""DejaVu for our own drawing, which takes faces of 1,000 units an em: the same outlines, made smaller by fontTools."""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

from benchmarks.services import CannotMeasure
from lms.pdf import faces

DEBIAN = Path("/usr/share/fonts/truetype/dejavu")
FACES = {"DejaVuSans-Regular": "DejaVuSans", "DejaVuSans-Bold": "DejaVuSans-Bold"}


def make(folder: Path) -> None:
    """Raises CannotMeasure where the fonts are not installed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in FACES.items():
        if not (DEBIAN / f"{source}.ttf").exists():
            raise CannotMeasure("DejaVu is not installed. On Debian: apt-get install fonts-dejavu-core")
        font = TTFont(DEBIAN / f"{source}.ttf")
        without_hints(font)
        scale_upem(font, faces.UNITS_PER_EM)
        font.save(folder / f"{name}.ttf")


def without_hints(font: TTFont) -> None:
    """As the faces that ship are: what only screens need is left out, every character stays."""
    options = subset.Options(
        hinting=False, drop_tables=["FFTM"], layout_features=["*"], name_IDs=[0, 1, 2, 4, 6], notdef_outline=True
    )
    cutting = subset.Subsetter(options)
    cutting.populate(unicodes=font.getBestCmap())
    cutting.subset(font)


def use(folder: Path) -> None:
    """For this process, before anything is drawn."""
    faces.FOLDER, faces.FAMILIES = folder, ("DejaVuSans",)
