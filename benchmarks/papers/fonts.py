"""DejaVu for all sides: one file for each weight, of 1,000 units an em, because ours takes no other."""

from pathlib import Path

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
        scale_upem(font, faces.UNITS_PER_EM)
        font.save(folder / f"{name}.ttf")


def use(folder: Path) -> None:
    """For this process, before anything is drawn."""
    faces.FOLDER, faces.FAMILIES = folder, ("DejaVuSans",)
