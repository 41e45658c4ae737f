"""How every matplotlib chart looks: the tokens' colours, our font, hardly any ink.

Charts are Figures without pyplot and without Qt, so that a worker can draw them. matplotlib is
imported when the first one is drawn, never at start.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from profiler_app.domain.resources import resource_path
from profiler_app.reports.palette import Mode, chart_colour, colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FAMILY = "Zhike Sans SC"
_FONT_FILES = ("ZhikeSansSC-Regular.otf", "ZhikeSansSC-Bold.otf")
_DPI = 96
_POINT = 0.75  # points in a px
TEXT_PX = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a chart, 0 to 1 from the upper left, and what it says."""

    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True, slots=True)
class ChartImage:
    """A drawn chart: ``rgba`` holds ``height`` rows of ``width`` pixels, transparent outside ink.

    ``finding`` says in a sentence what the chart shows, for those who cannot see it.
    """

    rgba: bytes
    width: int
    height: int
    marks: tuple[Mark, ...] = ()
    finding: str = ""


@cache
def _register_fonts() -> None:
    from matplotlib.font_manager import fontManager

    for name in _FONT_FILES:
        fontManager.addfont(str(resource_path("fonts", name)))


def chart_style(mode: Mode) -> dict[str, Any]:
    """Return the settings under which a chart is built, by the names matplotlib gives them.

    A name from the data may hold ``$``: no text is taken for mathematics.
    """
    _register_fonts()
    return {
        "font.family": [FAMILY, "DejaVu Sans"],
        "font.size": TEXT_PX * _POINT,
        "text.parse_math": False,
        "text.color": colour("text.secondary", mode),
        "axes.unicode_minus": False,
        "axes.facecolor": "none",
        "axes.edgecolor": chart_colour("axis", mode),
        "axes.linewidth": 0.75,
        "axes.axisbelow": True,
        "axes.spines.top": False,
        "axes.spines.left": False,
        "axes.spines.right": False,
        "grid.color": chart_colour("grid", mode),
        "grid.linewidth": 0.75,
        "xtick.color": colour("text.secondary", mode),
        "ytick.color": colour("text.secondary", mode),
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "figure.facecolor": "none",
    }


@contextmanager
def styled(mode: Mode) -> Iterator[None]:
    """Build and draw the charts of the enclosed block in our style.

    matplotlib keeps its settings for the whole process: only one thread may draw at a time.
    """
    import matplotlib as mpl

    settings: Any = chart_style(mode)
    with mpl.rc_context(settings):
        yield


def new_figure(size: tuple[int, int], dpr: float) -> Figure:
    """Return an empty figure of so many logical px."""
    from matplotlib.figure import Figure

    width, height = size
    return Figure(figsize=(width / _DPI, height / _DPI), dpi=_DPI * dpr)


def axes_at(
    figure: Figure, size: tuple[int, int], *, margins: tuple[float, float, float, float]
) -> Axes:
    """Return axes inside margins (left, top, right, bottom) of logical px."""
    width, height = size
    left, top, right, bottom = margins
    share = (width - left - right) / width, (height - top - bottom) / height
    return figure.add_axes((left / width, bottom / height, *share))


def render(figure: Figure, *, marks: tuple[Mark, ...] = (), finding: str = "") -> ChartImage:
    """Draw a figure into pixels."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    width, height = canvas.get_width_height(physical=True)
    return ChartImage(bytes(canvas.buffer_rgba()), width, height, marks, finding)
