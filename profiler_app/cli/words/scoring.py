"""The options of ``profiler rfm``."""

from __future__ import annotations

import argparse
import math

from profiler_app.cli.words.options import Parser, Words, as_of, json, workspace
from profiler_app.domain.text import _

_SCHEMES = ("m1", "quantile", "fixed", "weighted")
_EDGES = "30,60,90,180"


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {"rfm": Words(_("score customers by recency, frequency and money"), _rfm)}


def _rfm(parser: Parser) -> None:
    workspace(parser)
    as_of(parser)
    parser.add_argument(
        "--scheme",
        choices=_SCHEMES,
        default="m1",
        help=_(
            "m1: quantiles, above or below the mean; quantile: as the R package rfm; "
            "fixed: edges you type; weighted: one sum of points cut into tiers"
        ),
    )
    parser.add_argument(
        "--window",
        type=_window,
        default=-1,
        metavar="DAYS|all",
        help=_("days that count (default: 365, all for quantile)"),
    )
    parser.add_argument("--bins", type=int, default=5, choices=range(2, 11), metavar="2-10")
    parser.add_argument("--gross", action="store_true", help=_("leave returns out of the money"))
    parser.add_argument(
        "--names",
        type=int,
        choices=(8, 11),
        help=_("the eight groups or the eleven bands (default: those of the scheme)"),
    )
    _edges(parser)
    parser.add_argument(
        "--weights",
        type=_three,
        default=(1.0, 1.0, 1.0),
        metavar="R,F,M",
        help=_("weighted: what a score of R, F and M counts (default: 1,1,1)"),
    )
    parser.add_argument(
        "--tiers",
        type=_numbers,
        default=(),
        metavar="12,8",
        help=_("weighted: points from which a tier begins, the best first (default: thirds)"),
    )
    json(parser)


def _edges(parser: Parser) -> None:
    help_text = {
        "recency": _("fixed, weighted: days between the scores of recency"),
        "frequency": _("fixed, weighted: days with purchases between the scores"),
        "money": _("fixed, weighted: money between the scores"),
    }
    for name, text in help_text.items():
        parser.add_argument(f"--{name}-edges", type=_numbers, metavar=_EDGES, help=text)


def _window(text: str) -> int | None:
    if text == "all":
        return None
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(_("a number of days, or all"))
    return int(text)


def _numbers(text: str) -> tuple[float, ...]:
    try:
        found = tuple(float(part) for part in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("numbers with commas, like 1,2,3")) from error
    if not all(map(math.isfinite, found)):
        raise argparse.ArgumentTypeError(_("numbers with commas, like 1,2,3"))
    return found


def _three(text: str) -> tuple[float, ...]:
    found = _numbers(text)
    if len(found) != 3:
        raise argparse.ArgumentTypeError(_("three numbers with commas, like 1,2,3"))
    return found
