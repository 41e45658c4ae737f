"""Options of the command about industry packs."""

from __future__ import annotations

import argparse

from profiler_app.cli.words.options import Parser, Words, json, workspace
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {"pack": Words(_("list, add or take away industry packs"), _pack)}


def _pack(parser: Parser) -> None:
    steps = parser.add_subparsers(dest="step", required=True, metavar=_("STEP"))
    listing = steps.add_parser("list", help=_("which packs there are"))
    add = steps.add_parser("add", help=_("add a pack"))
    remove = steps.add_parser("remove", help=_("take a pack away; values stay"))
    for each in (listing, add, remove):
        workspace(each)
        each.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS)
        json(each)
    for each in (add, remove):
        each.add_argument("name", metavar=_("PACK"), help=_("id or name"))
