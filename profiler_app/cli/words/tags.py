"""Commands about tags."""

from __future__ import annotations

from profiler_app.cli.words.options import Parser, Words, as_of, json, with_json, workspace
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "tags": Words(_("list the tags, what they mean and how many carry them"), with_json),
        "tag": Words(_("show, give or take a tag of a customer"), _tag),
    }


def _tag(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("customer", metavar=_("CUSTOMER"))
    parser.add_argument("tag", metavar=_("TAG"))
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--set", action="store_true", help=_("give it by hand"))
    change.add_argument("--remove", action="store_true", help=_("take back what was given by hand"))
    parser.add_argument("--reason", default="", help=_("why it is given"))
    parser.add_argument("--by", default="", help=_("who gives it"))
    as_of(parser)
    json(parser)
