"""The ways to find groups, each in one plain line."""

from __future__ import annotations

from profiler_app.domain.models import ALGORITHMS, Algorithm
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.segmentation import ClusterView
from profiler_app.domain.text import _, ngettext


def algorithm_label(algorithm: Algorithm) -> str:
    """Return the name of a way to find groups."""
    return {
        "kmeans": _("k-means"),
        "mixed": _("k-means with choices"),
        "minibatch": _("Mini-batch k-means"),
        "gaussian": _("Gaussian mixture"),
        "hierarchical": _("Hierarchical (Ward)"),
        "density": _("Density (HDBSCAN)"),
    }[algorithm]


def algorithm_line(algorithm: Algorithm) -> str:
    """Say in a line what it does and when it helps."""
    return {
        "kmeans": _("Round groups around a centre; the usual choice."),
        "mixed": _("Numbers and choices such as the channel together; two different choices are "
                   "as far apart as two random numbers."),
        "minibatch": _("k-means by small batches; a little less exact."),
        "gaussian": _("Groups may be long and thin and may overlap; a customer belongs to the "
                      "likeliest."),
        "hierarchical": _("Joins the most alike step by step; from a sample of 4,000."),
        "density": _("Finds dense groups and their number itself; the sparse stay outside."),
    }[algorithm]  # fmt: skip


def algorithm_options() -> list[tuple[str, str]]:
    """Return the ways to choose among."""
    return [(each, algorithm_label(each)) for each in ALGORITHMS]


def preparation(view: ClusterView) -> str:
    """Say how missing values, skew and scale were handled, with numbers."""
    from profiler_app.domain.fields import fields

    skewed = sum(each.logarithm for each in view.prepared)
    parts = [_("Scaled to a mean of 0 and a deviation of 1, extremes cut at 1% and 99%.")]
    if skewed:
        text = ngettext(
            "{n} of {k} fields as a logarithm, against skew.",
            "{n} of {k} fields as logarithms, against skew.",
            skewed,
        )
        parts.append(text.format(n=skewed, k=len(view.prepared)))
    filled = [each for each in view.prepared if each.unknown]
    if filled:
        told = listed([f"{fields()[each.field].label} {each.unknown:,}" for each in filled])
        parts.append(_("Unknown, the median instead: {fields}.").format(fields=told))
    else:
        parts.append(_("Nothing was missing."))
    if view.outside:
        n = view.outside
        text = ngettext("{n} customer is in no group.", "{n} customers are in no group.", n)
        parts.append(text.format(n=f"{n:,}"))
    return " ".join(parts)
