"""Segments made of segments: who is in both, in one of them, in one but not in the other."""

from __future__ import annotations

from typing import Literal

from profiler_app.domain.rules.wording import quoted

Way = Literal["and", "or", "minus", "either"]


def combined_rule(one: str, way: Way, other: str) -> str:
    """Return the rule of a combination of two segments, by their names.

    ``either`` is in exactly one of them. The rule asks for the segments, so it follows them.
    """
    a, b = f"in_segment({quoted(one)})", f"in_segment({quoted(other)})"
    return {
        "and": f"{a} and {b}",
        "or": f"{a} or {b}",
        "minus": f"{a} and not {b}",
        "either": f"({a} and not {b}) or ({b} and not {a})",
    }[way]
