"""The words of ``profiler dedupe``."""

from __future__ import annotations

from pathlib import Path

from profiler_app.cli.words.options import Parser, Words, json, passphrase
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {"dedupe": Words(_("find customers, or rows of a table, that are the same"), _dedupe)}


def _dedupe(parser: Parser) -> None:
    parser.add_argument(
        "workspace",
        type=Path,
        nargs="?",
        metavar=_("WORKSPACE"),
        help=_("not needed with --table"),
    )
    passphrase(parser)
    parser.add_argument(
        "--table",
        type=Path,
        metavar=_("FILE"),
        help=_("compare the rows of this table instead of the customers (rows from 0)"),
    )
    parser.add_argument(
        "--fields",
        type=_names,
        default=(),
        metavar="a,b,c",
        help=_("columns of the table to compare (default: those whose values repeat)"),
    )
    parser.set_defaults(wrong_use=parser.error)
    json(parser)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
