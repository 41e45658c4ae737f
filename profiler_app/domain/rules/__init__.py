"""The rule language of tags, filters and segments: parse it, print it, say it in words."""

from profiler_app.domain.rules.parsing import parse
from profiler_app.domain.rules.tree import Rule
from profiler_app.domain.rules.wording import to_sentence, to_text

__all__ = ["Rule", "parse", "to_sentence", "to_text"]
