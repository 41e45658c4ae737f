"""Make the bundled font: hinted Noto Sans CJK SC, cut to the characters of Chinese business.

``python .ci/fonts.py`` needs Debian's ``fonts-noto-cjk`` and ``unicode-data``. The characters are
GB2312, the 8,105 of the List of Commonly Used Standard Chinese Characters (2013; Unihan field
kTGH), Latin, punctuation, currency and the marks the window draws. Anything else falls back to a
font of the system. The family is renamed, so that an installed full Noto is never shadowed.
"""

from __future__ import annotations

import bz2
import re
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Zhike Sans SC"
NOTO = Path("/usr/share/fonts/opentype/noto")
UNIHAN = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")
TARGET = Path(__file__).resolve().parent.parent / "resources" / "fonts"
SIMPLIFIED_CHINESE = 2  # index inside the collection
RANGES = [
    (0x20, 0x7E),  # ASCII
    (0xA0, 0x17F),  # Latin-1 and Latin Extended-A: names, units
    (0x2010, 0x2027),  # dashes, quotes, ellipsis
    (0x2030, 0x205E),
    (0x20A0, 0x20BF),  # currency
    (0x2100, 0x214F),
    (0x2150, 0x218B),  # fractions, Roman numerals
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics: minus, less or equal
    (0x2460, 0x24FF),  # circled numbers
    (0x2500, 0x25FF),  # boxes, blocks, shapes
    (0x2600, 0x27BF),  # marks: check, cross, star
    (0x3000, 0x303F),  # Chinese punctuation
    (0xFF00, 0xFFEF),  # full-width forms
]


def characters() -> set[int]:
    """Return the code points of the subset."""
    chosen = {code for first, last in RANGES for code in range(first, last + 1)}
    for lead in range(0xA1, 0xF8):
        for trail in range(0xA1, 0xFF):
            chosen.update(map(ord, bytes((lead, trail)).decode("gb2312", errors="ignore")))
    unihan = bz2.decompress(UNIHAN.read_bytes()).decode()
    listed = re.findall(r"^U\+(\w+)\tkTGH\t", unihan, re.MULTILINE)
    return chosen | {int(code, 16) for code in listed}


def rename(font: TTFont, style: str) -> None:
    """Give the font our family name everywhere a program may look for it."""
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    names = {1: FAMILY, 2: style, 3: postscript, 4: f"{FAMILY} {style}", 6: postscript}
    table = font["name"]
    table.names = [n for n in table.names if n.nameID in (0, 5, 7, 8, 9, 10, 11, 13, 14)]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [postscript]
    cff.topDictIndex[0].FamilyName = FAMILY
    cff.topDictIndex[0].FullName = names[4]


def make(style: str) -> None:
    """Write one weight of the subset."""
    options = Options(
        hinting=True,
        layout_features=["kern", "mark", "ccmp", "locl"],
        name_IDs=["*"],
        name_languages=["*"],
        notdef_outline=True,
    )
    collection = NOTO / f"NotoSansCJK-{style}.ttc"
    font = TTFont(collection, fontNumber=SIMPLIFIED_CHINESE, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    rename(font, style)
    font.save(TARGET / f"ZhikeSansSC-{style}.otf")


if __name__ == "__main__":
    for style in ("Regular", "Bold"):
        make(style)
