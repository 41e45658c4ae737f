"""Make the pictures of the README and of the help from the sample data.

``QT_QPA_PLATFORM=offscreen python .ci/pictures.py`` in the environment of the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sample_window import ROOT, open_sample

README_PICTURE = ROOT / "resources" / "pictures" / "profile_zh.png"
HELP_PICTURES = ROOT / "resources" / "help" / "pictures"
OPENED_MS, SHOWN_MS = 6_000, 6_000
LARGE, MIDDLE = (1440, 900), (1280, 800)
COLOURS = 128


def main() -> None:
    """Make the sample in each language, go through the pages, keep what the window shows."""
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    HELP_PICTURES.mkdir(exist_ok=True)
    README_PICTURE.parent.mkdir(exist_ok=True)
    for tongue in ("zh", "en"):
        with TemporaryDirectory() as folder:
            _take(app, Path(folder), tongue)


def _take(app: Any, folder: Path, tongue: Any) -> None:
    from PySide6.QtCore import QTimer

    window, desk = open_sample(folder, tongue, "light", customers=1000)
    window.resize(*MIDDLE)
    shots = _shots(window, desk, folder, tongue)

    def go_on() -> None:
        keep = next(shots, None)
        if keep is None:
            window.close()
            app.quit()
            return
        QTimer.singleShot(SHOWN_MS, lambda: (keep(), go_on()))

    QTimer.singleShot(OPENED_MS, go_on)
    app.exec()


def _shots(window: Any, desk: Any, folder: Path, tongue: str) -> Iterator[Callable[[], object]]:
    """Go from page to page; each time give what keeps the picture of it."""

    def keep(name: str) -> Callable[[], object]:
        return lambda: _keep(window, HELP_PICTURES / f"{tongue}_{name}.png")

    for page in ("today", "customers", "segments", "tags", "insights", "data"):
        desk.open_page(page)
        yield keep(page)
    desk.open_customer(1, [1, 2, 3, 4, 5])
    yield keep("card")
    if tongue == "zh":
        window.resize(*LARGE)
        yield lambda: window.grab().save(str(README_PICTURE))
        window.resize(*MIDDLE)
    desk.open_import([_table(folder)])
    yield lambda: None
    window.workspace.pages.current().flow.go_on()
    yield keep("import")


def _table(folder: Path) -> Path:
    """Write a small list with the usual mistakes."""
    path = folder / "members.csv"
    path.write_text(
        "客户编号,姓名,手机,生日,城市\n"
        "V001,陈晓,13800138000,1989-02-30,杭州\n"
        "V002,李雷,13900139000,1990-03-05,上海\n"
        "V003,韩梅梅,1.39E+10,1992-07-01,北京\n",
        encoding="utf-8",
    )
    return path


def _keep(window: Any, target: Path) -> None:
    """Keep a picture in few colours: text stays sharp and the file small."""
    from PIL import Image

    window.grab().save(str(target))
    with Image.open(target) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(target, optimize=True)


if __name__ == "__main__":
    main()
