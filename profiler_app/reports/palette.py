"""The colours of everything drawn outside widgets, from ``resources/tokens.json``."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Literal

from profiler_app.domain.profile import Tone
from profiler_app.domain.resources import resource_path

Mode = Literal["light", "dark"]


@cache
def _tokens() -> Any:
    return json.loads(resource_path("tokens.json").read_text(encoding="utf-8"))


def colour(name: str, mode: Mode = "light") -> str:
    """Return a colour of the interface as ``#RRGGBB``."""
    return str(_tokens()["color"][mode][name])


def chart_colour(name: str, mode: Mode = "light") -> str:
    """Return a colour of the charts: grid, axis, reference, muted."""
    return str(_tokens()["chart"][mode][name])


def chart_steps(name: str, mode: Mode = "light") -> list[str]:
    """Return the steps of a scale of the charts: sequential.blue, diverging."""
    return [str(step) for step in _tokens()["chart"][mode][name]]


def categorical(index: int, mode: Mode = "light") -> str:
    """Return the colour of a category; after the eighth they start again."""
    colours = _tokens()["chart"][mode]["categorical"]
    return str(colours[index % len(colours)])


def tone_colour(tone: Tone, mode: Mode = "light") -> str:
    """Return the text colour of a tone on a plain surface."""
    return colour("text.primary" if tone == "neutral" else tone, mode)


def tone_pill(tone: Tone, mode: Mode = "light") -> tuple[str, str]:
    """Return fill and text colour of a pill."""
    return colour(f"{tone}.soft", mode), colour(f"{tone}.onSoft", mode)
