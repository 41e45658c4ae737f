"""The options that many commands share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from decimal import InvalidOperation
from pathlib import Path
from typing import NamedTuple

from profiler_app.domain.export_reasons import PURPOSES
from profiler_app.domain.money import from_decimal
from profiler_app.domain.text import _

Parser = argparse.ArgumentParser
_MOST_DAYS = 3_650


class Words(NamedTuple):
    """What a command is for (in the current language), and its options."""

    help: str
    add: Callable[[Parser], None]


def workspace(parser: Parser) -> None:
    """Take a workspace file and where its passphrase is."""
    parser.add_argument("workspace", type=Path, metavar=_("WORKSPACE"))
    passphrase(parser)


def passphrase(parser: Parser) -> None:
    """Take a file with the passphrase."""
    parser.add_argument(
        "--passphrase-file", type=Path, help=_("file whose first line is the passphrase")
    )


def json(parser: Parser) -> None:
    """Let the answer be JSON."""
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))


def with_json(parser: Parser) -> None:
    """Take a workspace, and let the answer be JSON."""
    workspace(parser)
    json(parser)


def as_of(parser: Parser) -> None:
    """Take the business date."""
    parser.add_argument(
        "--as-of", type=day, metavar="DATE", help=_("business date (default: today)")
    )


def known_on(parser: Parser) -> None:
    """Take the day as of which things were known."""
    parser.add_argument(
        "--known-on", type=day, metavar="DATE", help=_("as it was known at the end of that day")
    )


def purpose(parser: Parser, *, required: bool) -> None:
    """Take what an export is for, which its watermark and the history say."""
    parser.add_argument(
        "--purpose", choices=[*PURPOSES], required=required, help=_("what the export is for")
    )


def day(text: str) -> date:
    """Return the day a word names."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            _("{text} is not a date like 2026-11-22").format(text=text)
        ) from error


def share(text: str) -> float:
    """Return the share a word names: more than 0, at most 1."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 < number <= 1:
        raise argparse.ArgumentTypeError(_("a share above 0, up to 1, like 0.05"))
    return number


def days(text: str) -> int:
    """Return the number of days a word names, ten years at most."""
    if not text.isdecimal() or int(text) > _MOST_DAYS:
        raise argparse.ArgumentTypeError(_("a number of days"))
    return int(text)


def money(text: str) -> int:
    """Return the amount a word names, in minor units."""
    try:
        return from_decimal(text)
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError(_("an amount like 5000 or 99.50")) from error
