"""The words of the command that measures the data."""

from __future__ import annotations

from profiler_app.cli.words.options import Parser, Words, as_of, json, workspace
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands by name."""
    return {"quality": Words(_("measure the quality of the data"), _quality)}


def _quality(parser: Parser) -> None:
    workspace(parser)
    as_of(parser)
    parser.add_argument(
        "--record", action="store_true", help=_("keep the result as that of the month")
    )
    json(parser)
