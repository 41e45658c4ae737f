"""Commands that look ahead."""

from __future__ import annotations

import argparse
import re

from profiler_app.cli.words.options import Parser, Words, day, json, workspace
from profiler_app.domain.text import _
from profiler_app.domain.valuing import MODELS

_HORIZON = re.compile(r"([1-9]\d{0,3})([dwm])")
_DAYS = {"d": 1.0, "w": 7.0, "m": 365.25 / 12}


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {"clv": Words(_("foretell purchases and customer lifetime value"), _clv)}


def _clv(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument(
        "--until",
        type=day,
        metavar="DATE",
        help=_("learn from what was bought by that day (default: today)"),
    )
    ahead(parser)
    parser.add_argument("--model", choices=MODELS, default="auto", help=_("model of purchases"))
    parser.add_argument("--customers", action="store_true", help=_("list every customer"))
    json(parser)


def ahead(parser: Parser) -> None:
    """Take how far to look ahead, in days."""
    parser.add_argument(
        "--horizon",
        type=_days,
        default=365,
        metavar="39w",
        help=_("how far to look ahead: days (90d), weeks (39w) or months (12m)"),
    )


def _days(text: str) -> int:
    found = _HORIZON.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(_("a time like 90d, 39w or 12m"))
    return round(int(found[1]) * _DAYS[found[2]])
