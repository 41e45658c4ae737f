"""The chart of a card in the window."""

from __future__ import annotations

import sys
from datetime import date
from itertools import pairwise
from subprocess import run

import pytest
from matplotlib.font_manager import FontProperties, fontManager

from profiler_app.domain.profile import CategoryAmount, MonthPoint, Series
from profiler_app.domain.text import in_language
from profiler_app.reports.chart_style import FAMILY, ChartImage, chart_style
from profiler_app.reports.palette import Mode, categorical
from profiler_app.reports.spend_chart import What, draw_chart
from tests.reports.sample_card import balance_series, spend_series


def _draw(
    series: Series, *, what: What = "amount", mode: Mode = "light", dpr: float = 1
) -> ChartImage:
    return draw_chart(series, currency="CNY", mode=mode, size=(484, 164), dpr=dpr, what=what)


def _holds(image: ChartImage, hex_colour: str) -> bool:
    pixel = bytes.fromhex(hex_colour[1:]) + b"\xff"
    return any(image.rgba[i : i + 4] == pixel for i in range(0, len(image.rgba), 4))


def test_a_chart_has_the_pixels_of_its_place() -> None:
    image = _draw(spend_series(), dpr=1.5)
    assert (image.width, image.height) == (726, 246)
    assert len(image.rgba) == 726 * 246 * 4


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_bars_have_the_first_colour_of_the_palette(mode: Mode) -> None:
    assert _holds(_draw(spend_series(), mode=mode), categorical(0, mode))


def test_every_month_tells_its_amount_and_orders_under_the_mouse() -> None:
    marks = _draw(spend_series()).marks
    assert len(marks) == 24
    assert marks[0].text == "2023-10 · ¥620 · 1 单"


def test_marks_lie_inside_the_picture_and_do_not_overlap() -> None:
    marks = _draw(spend_series()).marks
    for before, after in pairwise(marks):
        assert before.x + before.width == pytest.approx(after.x)
    assert marks[-1].x + marks[-1].width <= 1


def test_an_unknown_month_is_unknown_not_zero() -> None:
    series = Series("spend", "Spend", (MonthPoint(date(2025, 9, 1), None),))
    with in_language("en"):
        assert _draw(series).marks[0].text == "2025-09 · unknown"


def test_categories_are_marks_of_their_own() -> None:
    marks = _draw(spend_series(), what="categories").marks
    assert marks[0].text == "净水滤芯 ¥12,040"


def test_a_series_without_categories_draws_nothing() -> None:
    assert _draw(Series("spend", "Spend", ()), what="categories").marks == ()


def test_a_chart_without_months_still_draws() -> None:
    assert "还没有记录" in _draw(Series("spend", "消费", ())).finding


def test_a_sharp_fall_of_the_balance_is_drawn_in_the_colour_of_danger() -> None:
    assert _holds(_draw(balance_series()), "#BE3127")


def test_a_category_that_looks_like_mathematics_is_only_a_text() -> None:
    categories = (CategoryAmount(r"$\frac{$", 1200, 1.0),)
    series = Series("spend", "Spend", spend_series().points, categories=categories)
    assert len(_draw(series, what="categories").marks) == 1


def test_the_finding_says_what_the_chart_shows() -> None:
    assert _draw(spend_series()).finding == "消费：近 24 个月共 ¥27,830"


def test_charts_use_the_bundled_font() -> None:
    chart_style("light")
    assert "ZhikeSansSC" in fontManager.findfont(FontProperties(family=FAMILY))


def test_matplotlib_is_not_loaded_before_the_first_chart() -> None:
    code = (
        "import sys, profiler_app.reports.spend_chart as _; sys.exit('matplotlib' in sys.modules)"
    )
    assert run([sys.executable, "-c", code], check=False).returncode == 0
