"""The rule language of tags, filters and segments: parse it, print it, say it in words."""

from profiler_app.domain.rules.parsing import parse
from profiler_app.domain.rules.tree import Rule

__all__ = ["Rule", "parse"]
