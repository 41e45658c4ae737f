"""Commands about tags."""

from __future__ import annotations

from profiler_app.cli.words.options import Parser, Words, as_of, json, with_json, workspace
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "tags": Words(_("list the tags, what they mean and how many carry them"), with_json),
        "tag-runs": Words(_("list the runs that computed tags, and what each changed"), with_json),
        "tag": Words(_("show, give, take or contest a tag of a customer"), _tag),
        "tag-define": Words(_("create, copy or change a tag of the workspace"), _define),
        "tag-retire": Words(_("let nobody carry a tag from the next refresh on"), _retire),
    }


def _define(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("tag", metavar=_("TAG"))
    parser.add_argument("--zh", default="", help=_("Chinese name"))
    parser.add_argument("--en", default="", help=_("English name"))
    parser.add_argument("--rule", metavar=_("RULE"), help=_("who carries it"))
    parser.add_argument("--group", help=_("group it is listed in"))
    parser.add_argument("--copy-of", metavar=_("TAG"), help=_("begin with the definition of a tag"))
    parser.add_argument(
        "--param",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help=_("change a parameter of its rule (amounts as people write them)"),
    )
    json(parser)


def _retire(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("tag", metavar=_("TAG"))
    json(parser)


def _tag(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("customer", metavar=_("CUSTOMER"))
    parser.add_argument("tag", metavar=_("TAG"))
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--set", action="store_true", help=_("give it by hand"))
    change.add_argument("--remove", action="store_true", help=_("take back what was given by hand"))
    change.add_argument(
        "--refuse", action="store_true", help=_("contest it: no rule and no model gives it again")
    )
    change.add_argument(
        "--accept", action="store_true", help=_("settle that it fits after all; its rule decides")
    )
    parser.add_argument("--reason", default="", help=_("why it is given or contested"))
    parser.add_argument("--by", default="", help=_("who gives or contests it"))
    as_of(parser)
    json(parser)
