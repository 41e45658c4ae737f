"""The rule language of tags, filters and segments: parse it, print it, say it in words."""

from profiler_app.domain.rules.parsing import parse, parse_formula
from profiler_app.domain.rules.tree import Formula, Rule
from profiler_app.domain.rules.wording import to_sentence, to_text

__all__ = ["Formula", "Rule", "parse", "parse_formula", "to_sentence", "to_text"]
