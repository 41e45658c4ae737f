"""Commands that foretell a yes or no."""

from __future__ import annotations

import argparse
from pathlib import Path

from profiler_app.cli.words.options import Parser, Words, json, workspace
from profiler_app.domain.text import _

_MOST_FOLDS = 20


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "predict": Words(_("foretell a yes-or-no field of customers"), _customers),
        "potential": Words(_("find who may be of high value half a year on"), _potential),
        "model-log": Words(_("who ran which model when, on which data, with which result"), _log),
        "predict-table": Words(_("foretell a yes-or-no column of a table"), _table),
    }


def _customers(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("--target", required=True, metavar="FIELD", help=_("field to foretell"))
    _how(parser)


def _potential(parser: Parser) -> None:
    workspace(parser)
    json(parser)


def _log(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("--words", default="", help=_("only runs that say these words"))
    json(parser)


def _table(parser: Parser) -> None:
    parser.add_argument("file", type=Path, metavar=_("FILE"))
    parser.add_argument("--target", required=True, metavar="COLUMN", help=_("column to foretell"))
    _how(parser)


def _how(parser: Parser) -> None:
    parser.add_argument(
        "--yes", metavar="VALUE", help=_("value that counts as yes, all others as no")
    )
    parser.add_argument(
        "--time", metavar="COLUMN", help=_("date of each row, to foretell later rows by earlier")
    )
    folds(parser)
    parser.add_argument(
        "--customers", action="store_true", help=_("list every row with its reasons")
    )
    json(parser)


def folds(parser: Parser) -> None:
    """Take how rows are drawn for a validation."""
    parser.add_argument(
        "--folds", type=_folds, default=5, help=_("parts of the validation (default: 5)")
    )
    parser.add_argument("--seed", type=int, default=42, help=_("seed of all that is drawn by lot"))


def _folds(text: str) -> int:
    if not text.isdecimal() or not 2 <= int(text) <= _MOST_FOLDS:
        raise argparse.ArgumentTypeError(_("a whole number from 2 to 20"))
    return int(text)
