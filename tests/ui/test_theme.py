"""The colours can be read, come from one place, and change while the window is open."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit

from profiler_app.domain.resources import resource_path
from profiler_app.ui import theme

ROOT = Path(__file__).resolve().parents[2]
MODES: tuple[theme.Mode, ...] = ("light", "dark")
TONES = ("neutral", "accent", "success", "warning", "danger")
GROUNDS = ("bg.window", "bg.surface", "bg.sunken", "bg.raised", "bg.hover", "bg.selected")
INKS = ("text.primary", "text.secondary", "text.tertiary", "text.link")
TEXT_PAIRS = [
    *product(GROUNDS, INKS),
    *((f"{tone}.soft", f"{tone}.onSoft") for tone in TONES),
    *(("bg.surface", tone) for tone in TONES if tone not in ("neutral", "accent")),
    *((fill, "text.onAccent") for fill in ("accent", "accent.hover", "danger.fill")),
    ("toast.bg", "toast.text"),
    ("toast.bg", "toast.action"),
]


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "light")
    yield
    theme.apply(qapp, "light")


def luminance(color: QColor) -> float:
    """Return the relative luminance of WCAG 2.2."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("ground", "ink"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(
    qapp: QApplication, mode: theme.Mode, ground: str, ink: str
) -> None:
    theme.apply(qapp, mode)
    colors = theme.current()
    assert contrast(colors.color(ground), colors.color(ink)) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_frames_of_inputs_and_the_focus_ring_can_be_seen(
    qapp: QApplication, mode: theme.Mode
) -> None:
    theme.apply(qapp, mode)
    colors = theme.current()
    for token in ("border.control", "border.focus"):
        assert contrast(colors.color("bg.surface"), colors.color(token)) >= 3


@pytest.mark.parametrize("mode", MODES)
def test_the_letter_on_an_avatar_can_be_read(qapp: QApplication, mode: theme.Mode) -> None:
    theme.apply(qapp, mode)
    for index in range(6):
        assert contrast(*theme.current().avatar(index)) >= 4.5


def test_both_modes_know_the_same_tokens() -> None:
    tokens = json.loads(resource_path("tokens.json").read_text(encoding="utf-8"))
    assert tokens["color"]["light"].keys() == tokens["color"]["dark"].keys()
    assert tokens["chart"]["light"].keys() == tokens["chart"]["dark"].keys()
    assert len(tokens["avatar"]["light"]) == len(tokens["avatar"]["dark"]) == 6


def test_no_colour_is_written_outside_the_tokens() -> None:
    literal = re.compile(r"#[0-9A-Fa-f]{6}\b")
    sources = [*(ROOT / "profiler_app").rglob("*.py"), resource_path("style.qss")]
    assert [str(path) for path in sources if literal.search(path.read_text("utf-8"))] == []


def test_the_style_sheet_sets_no_font_size(qapp: QApplication) -> None:
    """A size in the sheet would beat every font set in code."""
    assert not re.search(r"font(-size)?\s*:", theme.stylesheet(theme.current()))


def test_the_style_sheet_is_filled_in(qapp: QApplication) -> None:
    assert "$" not in theme.stylesheet(theme.current())


def test_the_sheet_names_pictures_that_exist(qapp: QApplication) -> None:
    urls = re.findall(r'url\("([^"]+)"\)', theme.stylesheet(theme.current()))
    assert urls
    assert all(Path(url).is_file() for url in urls)


def test_the_bundled_font_is_used(qapp: QApplication) -> None:
    assert QFontInfo(theme.current().font("body")).family() == "Zhike Sans SC"


def test_lengths_and_fonts_grow_with_the_text(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 1.3)
    assert theme.current().px(10) == 13
    assert theme.current().font("body").pixelSize() == 17
    assert theme.current().size("row.default") % 2 == 0


def test_a_change_of_mode_reaches_what_is_open(qapp: QApplication) -> None:
    field = QLineEdit()
    light = field.palette().color(QPalette.ColorRole.Base)
    told: list[str] = []
    theme.current().changed.connect(lambda: told.append(theme.current().mode))
    theme.apply(qapp, "dark")
    assert told == ["dark"]
    assert field.palette().color(QPalette.ColorRole.Base) != light


def test_the_overlay_is_half_transparent(qapp: QApplication) -> None:
    assert theme.current().color("overlay").alpha() == 0x52


def test_nothing_is_animated() -> None:
    """Detail 16: with no movement at all, reduced motion has nothing to reduce."""
    moving = ("QPropertyAnimation", "QVariantAnimation", "QTimeLine", "QParallelAnimationGroup")
    sources = sorted((ROOT / "profiler_app" / "ui").rglob("*.py"))
    assert sources
    assert not [path.name for path in sources if any(w in path.read_text("utf-8") for w in moving)]
