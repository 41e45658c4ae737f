"""Commands about what customers say."""

from __future__ import annotations

from pathlib import Path

from profiler_app.cli.words.options import Parser, Words, json, workspace
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "sentiment": Words(_("judge how feedback sounds, and how well"), _sentiment),
        "feedback": Words(_("what customers say: figures, topics, open complaints"), _feedback),
    }


def _sentiment(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument(
        "--labelled",
        type=Path,
        metavar="FILE",
        help=_("CSV file to learn from: text, label (1, 0)"),
    )
    parser.add_argument("--folds", type=int, default=5, choices=range(2, 11), metavar="2-10")
    parser.add_argument("--text", help=_("judge this text"))
    json(parser)


def _feedback(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument(
        "--where", default="", metavar="RULE", help=_("only customers for whom this rule holds")
    )
    parser.add_argument(
        "--judge", action="store_true", help=_("judge all texts first and keep the result")
    )
    parser.add_argument(
        "--products",
        type=Path,
        metavar="FILE",
        help=_("write the table for the product team, without personal data (.xlsx, .csv)"),
    )
    json(parser)
