"""Commands that sort customers into groups."""

from __future__ import annotations

import argparse

from profiler_app.cli.words.options import Parser, Words, as_of, json, workspace
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "rfm": Words(_("score customers by recency, frequency and money"), _rfm),
        "cluster": Words(_("group customers by their features"), _cluster),
    }


def _rfm(parser: Parser) -> None:
    workspace(parser)
    as_of(parser)
    parser.add_argument("--scheme", choices=("m1", "quantile"), default="m1")
    parser.add_argument(
        "--window",
        type=_window,
        default=-1,
        metavar="DAYS|all",
        help=_("days that count (default: 365 for m1, all for quantile)"),
    )
    parser.add_argument("--bins", type=int, default=5, choices=range(2, 11), metavar="2-10")
    parser.add_argument("--gross", action="store_true", help=_("leave returns out of the money"))
    json(parser)


def _window(text: str) -> int | None:
    if text == "all":
        return None
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(_("a number of days, or all"))
    return int(text)


def _cluster(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("--fields", metavar="a,b", help=_("features to group by"))
    parser.add_argument("--k", type=_groups, default=None, metavar="auto|N")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--raw", action="store_true", help=_("without scaling"))
    json(parser)


def _groups(text: str) -> int | None:
    if text == "auto":
        return None
    if not text.isdecimal() or int(text) < 2:
        raise argparse.ArgumentTypeError(_("auto, or a number from 2 on"))
    return int(text)
