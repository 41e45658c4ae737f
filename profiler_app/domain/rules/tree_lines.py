"""A rule as indented lines in the current language: what is joined how, one condition a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from profiler_app.domain.rules.tree import Node, Operation, Rule
from profiler_app.domain.rules.wording import node_sentence
from profiler_app.domain.text import _, pgettext


@dataclass(frozen=True, slots=True)
class TreeLine:
    """One line; ``is_group``: it says how the deeper ones after it are joined."""

    depth: int
    text: str
    is_group: bool = False


def tree_lines(rule: Rule, *, currency: str = "CNY") -> tuple[TreeLine, ...]:
    """Return the tree of a rule from the top."""
    return tuple(_lines(rule.root, 0, currency))


def _lines(node: Node, depth: int, currency: str) -> Iterator[TreeLine]:
    denied = isinstance(node, Operation) and node.operator == "not"
    inside = node.operands[0] if isinstance(node, Operation) and denied else node
    if not isinstance(inside, Operation) or inside.operator not in ("and", "or"):
        yield TreeLine(depth, node_sentence(node, currency=currency))
        return
    yield TreeLine(depth, _("{how}:").format(how=joined_how(inside.operator, denied=denied)), True)
    for part in _flat(inside, inside.operator):
        yield from _lines(part, depth + 1, currency)


def _flat(node: Node, operator: str) -> Iterator[Node]:
    if isinstance(node, Operation) and node.operator == operator:
        for operand in node.operands:
            yield from _flat(operand, operator)
    else:
        yield node


def joined_how(join: str, *, denied: bool) -> str:
    """Say how conditions are joined: all of them, any, not all, none."""
    return {
        ("and", False): pgettext("group", "all of these hold"),
        ("or", False): pgettext("group", "any of these holds"),
        ("and", True): pgettext("group", "not all of these hold"),
        ("or", True): pgettext("group", "none of these holds"),
    }[join, denied]
