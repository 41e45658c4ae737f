"""Icons exist, take the colour asked for, and grey out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from profiler_app.domain.resources import resource_path
from profiler_app.ui import icons, theme

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "light")
    yield
    theme.apply(qapp, "light")


def inks(picture: QPixmap) -> set[str]:
    """Return the colours of the opaque pixels."""
    image = picture.toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_an_icon_is_drawn_in_its_token() -> None:
    wanted = theme.current().color("danger").name()
    assert inks(icons.pixmap("x", "danger", 32)) == {wanted}


def test_the_colour_follows_the_theme(qapp: QApplication) -> None:
    light = inks(icons.pixmap("x", "text.primary", 32))
    theme.apply(qapp, "dark")
    assert inks(icons.pixmap("x", "text.primary", 32)) != light


def test_a_picture_for_a_fine_screen_has_more_pixels() -> None:
    picture = icons.pixmap("search", size=16, dpr=2.0)
    assert picture.width() == 32
    assert picture.deviceIndependentSize().width() == 16


def test_a_disabled_icon_has_the_colour_of_disabled_text() -> None:
    shown = icons.icon("x", "danger", 32).pixmap(32, 32, QIcon.Mode.Disabled)
    assert inks(shown) == {QColor(theme.current().color("text.disabled")).name()}


def test_an_unknown_icon_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"no-such-icon\.svg"):
        icons.pixmap("no-such-icon")


def test_every_icon_named_in_the_code_is_shipped() -> None:
    named: set[str] = set()
    call = re.compile(
        r'(?:icon=|icons\.(?:icon|pixmap)\(|IconButton\(\s*|EmptyState\(\s*)"([a-z0-9-]+)"'
    )
    for path in (ROOT / "profiler_app" / "ui").rglob("*.py"):
        named.update(call.findall(path.read_text("utf-8")))
    assert "search" in named
    assert [
        name for name in named if not resource_path("icons").joinpath(f"{name}.svg").is_file()
    ] == []
