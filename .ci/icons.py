"""Make the icons of the program for the three systems from its sign.

``QT_QPA_PLATFORM=offscreen python .ci/icons.py`` in the environment of the tests.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "desktop"
SIDE = 512


def main() -> None:
    """Paint the sign large, and keep it as PNG, ICO and ICNS."""
    sys.path.insert(0, str(ROOT))
    from PIL import Image
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QColor, QFont, QImage, QPainter
    from PySide6.QtWidgets import QApplication

    from profiler_app.ui import theme

    app = QApplication([])
    theme.apply(app, "light", 1.0)
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    look = theme.current()
    box = QRect(0, 0, SIDE, SIDE)
    painter.setBrush(look.color("accent"))
    painter.setPen(look.color("accent"))
    painter.drawRoundedRect(box, SIDE / 4, SIDE / 4)
    font = QFont(look.font("title"))
    font.setPixelSize(SIDE * 5 // 8)
    painter.setFont(font)
    painter.setPen(look.color("text.onAccent"))
    painter.drawText(box, 0x0084, "知")  # centred both ways
    painter.end()
    png = TARGET / "zhike.png"
    image.save(str(png))
    with Image.open(png) as picture:
        picture.save(TARGET / "zhike.ico", sizes=[(16, 16), (32, 32), (48, 48), (256, 256)])
        picture.save(TARGET / "zhike.icns")


if __name__ == "__main__":
    main()
