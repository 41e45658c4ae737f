"""The words of the papers of privacy."""

from __future__ import annotations

from pathlib import Path

from profiler_app.cli.words.options import Parser, Words, json, workspace
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "notice": Words(_("the privacy notice for customers"), _notice),
        "assessment": Words(_("the record of an impact assessment"), _assessment),
    }


def _notice(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument(
        "--pdf", type=Path, metavar="FILE", help=_("write it to print; its version is kept")
    )
    parser.add_argument("--contact", help=_("whom customers turn to; kept for the next one"))
    json(parser)


def _assessment(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument(
        "--pdf", type=Path, metavar="FILE", help=_("write it to print; its figures are kept")
    )
    json(parser)
