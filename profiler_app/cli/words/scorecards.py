"""Options of the scorecard."""

from __future__ import annotations

import argparse
from pathlib import Path

from profiler_app.cli.words.options import Parser, Words, json, passphrase
from profiler_app.cli.words.predicting import folds
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {"scorecard": Words(_("make a credit scorecard: bins, points, cut-offs"), _scorecard)}


def _scorecard(parser: Parser) -> None:
    parser.add_argument(
        "workspace",
        type=Path,
        metavar=_("FILE|WORKSPACE"),
        help=_("a workspace (.zhike), or a file with a table"),
    )
    passphrase(parser)
    parser.add_argument(
        "--target", required=True, metavar="COLUMN", help=_("column that says good or bad")
    )
    parser.add_argument("--bad", metavar="VALUE", help=_("value that counts as bad"))
    parser.add_argument(
        "--base", type=_positive, default=600.0, help=_("score at the given odds (default: 600)")
    )
    parser.add_argument(
        "--odds",
        type=_positive,
        default=50.0,
        help=_("good to one bad at that score (default: 50)"),
    )
    parser.add_argument(
        "--pdo", type=_positive, default=20.0, help=_("points that double the odds (default: 20)")
    )
    folds(parser)
    parser.add_argument(
        "--customers", action="store_true", help=_("list every row with its reasons")
    )
    json(parser)


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 100_000:
        raise argparse.ArgumentTypeError(_("a number above 0"))
    return value
