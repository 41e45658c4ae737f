"""The pictures beside the clusters: how good each number of groups is, and the map of a sample."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from profiler_app.domain.models import KChoice
from profiler_app.domain.segmentation import ClusterView
from profiler_app.domain.text import _
from profiler_app.reports.chart_style import (
    ChartImage,
    Mark,
    axes_at,
    new_figure,
    render,
    styled,
)
from profiler_app.reports.palette import Mode, categorical, colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHAPES = ("o", "s", "^", "D", "v", "P", "X", "h")
"""Circle, square, triangle up, diamond, triangle down, plus, cross, hexagon: one for each group."""

_TITLE = 22.0
_NEAR_EDGE = 0.3


def draw_curves(
    curve: Sequence[KChoice],
    *,
    k: int,
    mode: Mode,
    size: tuple[int, int],
    dpr: float = 1.0,
) -> ChartImage:
    """Draw silhouette and stability for every number of groups; the chosen one is shaded.

    Each column is a mark: a click on it chooses this number of groups.
    """
    width, height = size
    left, right, bottom = 34.0, 10.0, 22.0
    half = (height - bottom) / 2
    with styled(mode):
        figure = new_figure(size, dpr)
        upper = axes_at(figure, size, margins=(left, _TITLE, right, half + bottom + 2))
        lower = axes_at(figure, size, margins=(left, half + _TITLE, right, bottom))
        best = [each.silhouette for each in curve]
        stable = [each.stability for each in curve]
        _curve(upper, curve, best, k, mode, title=_("Silhouette"), ink=categorical(0, mode))
        _curve(lower, curve, stable, k, mode, title=_("Stability"), ink=categorical(2, mode))
        upper.set_xticks([])
        lower.set_xticks([each.k for each in curve], [str(each.k) for each in curve])
        step = (width - left - right) / width / len(curve)
        marks = tuple(
            Mark(left / width + at * step, 0, step, 1, _curve_text(each))
            for at, each in enumerate(curve)
        )
        said = "; ".join(_curve_text(each) for each in curve)
        return render(figure, marks=marks, finding=said)


def _curve_text(each: KChoice) -> str:
    text = _("{k} groups: silhouette {silhouette}, stability {stability}, smallest {smallest}")
    return text.format(
        k=each.k,
        silhouette=f"{each.silhouette:.2f}",
        stability=f"{each.stability:.2f}",
        smallest=f"{each.smallest_share:.1%}",
    )


def _curve(
    axes: Axes,
    curve: Sequence[KChoice],
    values: Sequence[float],
    k: int,
    mode: Mode,
    *,
    title: str,
    ink: str,
) -> None:
    places = [each.k for each in curve]
    axes.axvspan(k - 0.4, k + 0.4, color=colour("accent.soft", mode), linewidth=0)
    axes.plot(places, values, color=ink, linewidth=1.75, marker="o", markersize=3.5)
    axes.set_xlim(places[0] - 0.5, places[-1] + 0.5)
    low, high = min(values), max(values)
    room = max(high - low, 0.05)
    axes.set_ylim(low - 0.2 * room, high + 0.45 * room)
    axes.set_yticks([low, high], [f"{low:.2f}", f"{high:.2f}"])
    axes.grid(visible=True, axis="y")
    axes.set_title(title, loc="left", fontsize="medium", color=colour("text.secondary", mode))
    if k in places:
        value = values[places.index(k)]
        axes.plot([k], [value], "o", color=ink, markersize=6)
        axes.annotate(
            f"{value:.2f}",
            (k, value),
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
            weight="bold",
            color=colour("text.primary", mode),
        )


def draw_map(
    view: ClusterView,
    names: Sequence[str],
    *,
    lit: int | None,
    mode: Mode,
    size: tuple[int, int],
    dpr: float = 1.0,
) -> ChartImage:
    """Draw the sample on its two main axes; groups other than ``lit`` (None: all) are faint."""
    with styled(mode):
        figure = new_figure(size, dpr)
        axes = axes_at(figure, size, margins=(24, 8, 8, 24))
        axes.set_xticks([])
        axes.set_yticks([])
        axes.spines["left"].set_visible(True)
        edges = [x for x, _y, _label in view.points]
        low, high = min(edges, default=0.0), max(edges, default=1.0)
        for group, name in enumerate(names):
            own = [(x, y) for x, y, label in view.points if label == group]
            if not own:
                continue
            faint = lit is not None and lit != group
            xs, ys = [x for x, _y in own], [y for _x, y in own]
            axes.scatter(
                xs,
                ys,
                s=12,
                marker=SHAPES[group % len(SHAPES)],
                color=categorical(group, mode),
                alpha=0.12 if faint else 0.5,
                linewidths=0,
            )
            if not faint:
                middle = sum(xs) / len(xs), sum(ys) / len(ys)
                side = (middle[0] - low) / (high - low or 1.0)
                _label_group(axes, middle, name, group, mode, side=side)
        ink = colour("text.tertiary", mode)
        words = _("main axis 1 (of what sets customers apart)")
        axes.set_xlabel(words, loc="right", color=ink)
        axes.set_ylabel(_("main axis 2"), loc="top", color=ink)
        said = _("Map of {n} customers in {k} groups; the two axes hold {share} of the variance")
        share = f"{view.explained:.0%}"
        finding = said.format(n=f"{len(view.points):,}", k=len(names), share=share)
        return render(figure, finding=finding)


_RADAR_END = 2.0


def draw_radar(
    view: ClusterView,
    names: Sequence[str],
    *,
    lit: int | None,
    mode: Mode,
    size: tuple[int, int],
    dpr: float = 1.0,
) -> ChartImage:
    """Draw the centres on one axis per field, in standard deviations (cut at two).

    The ring in the middle is the average; groups other than ``lit`` (None: all) are faint.
    """
    from math import pi

    from profiler_app.domain.fields import fields

    n = len(view.fields)
    angles = [2 * pi * at / n for at in range(n)]
    width, height = size
    with styled(mode):
        figure = new_figure(size, dpr)
        side = min(width - 150, height - 56)
        place = ((width - side) / 2 / width, (height - side) / 2 / height)
        axes: Any = figure.add_axes((*place, side / width, side / height), projection="polar")
        axes.set_theta_offset(pi / 2)
        axes.set_theta_direction(-1)
        axes.set_ylim(-_RADAR_END, _RADAR_END)
        axes.set_yticks([-1, 0, 1], [])
        labels = [_wrapped(fields()[name].label) for name in view.fields]
        axes.set_xticks(angles, labels, fontsize="small")
        axes.grid(visible=True)
        axes.spines["polar"].set_visible(False)
        ring = [2 * pi * at / 72 for at in range(73)]
        axes.plot(ring, [0] * 73, color=colour("text.tertiary", mode), linewidth=1)
        for group in range(len(names)):
            values = [max(-_RADAR_END, min(_RADAR_END, z)) for z in view.groups[group].centre[:n]]
            faint = lit is not None and lit != group
            axes.plot(
                [*angles, angles[0]],
                [*values, values[0]],
                color=categorical(group, mode),
                linewidth=1.75,
                marker=SHAPES[group % len(SHAPES)],
                markersize=4,
                alpha=0.15 if faint else 1.0,
            )
        said = _("Centres of {k} groups over {n} fields in standard deviations")
        return render(figure, finding=said.format(k=len(names), n=n))


def _wrapped(label: str) -> str:
    """Break a long name once, near its middle."""
    middle = len(label) // 2
    blank = min(
        (at for at, sign in enumerate(label) if sign == " "),
        key=lambda at: abs(at - middle),
        default=None,
    )
    if len(label) < 12 or blank is None:
        return label
    return f"{label[:blank]}\n{label[blank + 1 :]}"


def _label_group(
    axes: Axes, place: tuple[float, float], name: str, group: int, mode: Mode, *, side: float
) -> None:
    """Name a group in its middle; near an edge (``side`` near 0 or 1) the name grows inwards."""
    axes.text(
        *place,
        name,
        ha="left" if side < _NEAR_EDGE else "right" if side > 1 - _NEAR_EDGE else "center",
        va="center",
        weight="bold",
        fontsize="small",
        color=colour("text.primary", mode),
        bbox={
            "boxstyle": "round,pad=0.3",
            "facecolor": colour("bg.surface", mode),
            "edgecolor": categorical(group, mode),
            "linewidth": 1,
        },
    )
