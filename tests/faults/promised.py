"""Which test proves which promise of RELIABILITY.md, and how many cases it tries.

A test says what it proves with ``@pytest.mark.promise(7)``, a file with ``pytestmark``. What can be
tried any number of times is tried a few times with every change, and as often as promised by

    python -m tests.faults --all

which is meant for before a release. Without ``--all`` the command lists promises and tests.
"""

from __future__ import annotations

import ast
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
PROMISES = range(1, 37)
_ALL = "ZHIKE_CASES"


def cases(few: int, all_of_them: int) -> int:
    """Return how many cases to try: few, or as many as were promised (``--all``)."""
    return all_of_them if os.environ.get(_ALL) == "all" else few


def all_cases() -> dict[str, str]:
    """Return the environment in which everything is tried as often as promised."""
    return {**os.environ, _ALL: "all"}


def proofs() -> dict[int, list[str]]:
    """Return the tests that name each promise, as pytest calls them."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        name, source = path.relative_to(TESTS.parent).as_posix(), path.read_text("utf-8")
        for promise, test in _in_module(ast.parse(source)) if "mark.promise(" in source else ():
            found[promise].append(f"{name}::{test}" if test else name)
    return dict(found)


def _in_module(module: ast.Module) -> Iterator[tuple[int, str]]:
    for statement in module.body:
        if isinstance(statement, ast.Assign):
            targets = [each.id for each in statement.targets if isinstance(each, ast.Name)]
            if "pytestmark" in targets:
                yield from ((number, "") for number in _marked(statement.value))
        elif isinstance(statement, ast.FunctionDef):
            for decorator in statement.decorator_list:
                yield from ((number, statement.name) for number in _marked(decorator))


def _marked(expression: ast.expr) -> Iterator[int]:
    for call in ast.walk(expression):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.promise":
            yield from (ast.literal_eval(number) for number in call.args)
