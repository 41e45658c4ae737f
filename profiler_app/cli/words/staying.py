"""Commands about how long customers stay under contract."""

from __future__ import annotations

import argparse
from pathlib import Path

from profiler_app.cli.words.options import Parser, Words, day, json, workspace
from profiler_app.cli.words.predicting import folds
from profiler_app.cli.words.valuing import ahead
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "stay": Words(_("foretell how long accounts and subscriptions run on"), _stay),
        "stay-table": Words(_("foretell how long the rows of a table stay"), _table),
    }


def _stay(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument(
        "--until",
        type=day,
        metavar="DATE",
        help=_("learn from what was known by that day (default: today)"),
    )
    ahead(parser)
    parser.add_argument("--customers", action="store_true", help=_("list every contract"))
    json(parser)


def _table(parser: Parser) -> None:
    parser.add_argument("file", type=Path, metavar=_("FILE"))
    parser.add_argument(
        "--lasted", required=True, metavar="COLUMN", help=_("how long each was there")
    )
    parser.add_argument(
        "--ended", required=True, metavar="COLUMN", help=_("who is gone, a yes or no")
    )
    parser.add_argument(
        "--yes", metavar="VALUE", help=_("value that counts as yes, all others as no")
    )
    parser.add_argument(
        "--brings", metavar="COLUMN", help=_("what each brings in a unit of that time")
    )
    parser.add_argument(
        "--horizon",
        type=_length,
        default=12.0,
        metavar="12",
        help=_("how far to look ahead, in the unit of that column (default: 12)"),
    )
    folds(parser)
    parser.add_argument(
        "--customers", action="store_true", help=_("list every row with its reasons")
    )
    json(parser)


def _length(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found < 1e6:
        raise argparse.ArgumentTypeError(_("a number above zero"))
    return found
