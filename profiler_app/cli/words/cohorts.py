"""The options of ``profiler cohort`` and ``profiler lifecycle``."""

from __future__ import annotations

import argparse

from profiler_app.cli.words.options import Parser, Words, as_of, day, json, workspace
from profiler_app.domain.text import _

_MOST_MONTHS = 60


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "cohort": Words(_("who bought again, by the time of the first purchase"), _cohort),
        "lifecycle": Words(_("stages of life, since when, and the moves between them"), _lifecycle),
    }


def _cohort(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument(
        "--until",
        type=day,
        metavar="DATE",
        help=_("purchases up to that day (default: today)"),
    )
    parser.add_argument("--unit", choices=("month", "quarter"), default="month")
    json(parser)


def _lifecycle(parser: Parser) -> None:
    workspace(parser)
    as_of(parser)
    parser.add_argument(
        "--months",
        type=_months,
        default=12,
        metavar="N",
        help=_("how many months to look back (default: 12)"),
    )
    parser.add_argument("--customers", action="store_true", help=_("list every customer"))
    json(parser)


def _months(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_MONTHS:
        raise argparse.ArgumentTypeError(
            _("a number of months from 1 to {n}").format(n=_MOST_MONTHS)
        )
    return int(text)
