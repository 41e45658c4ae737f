"""Questions typed in plain Chinese or English, read by a fixed grammar over the field dictionary.

No language model: a sentence is understood wholly, or it is said which words are not; where two
readings are possible, both are offered.
"""

from profiler_app.domain.querying.grammar import Answer, Candidate, Doubt, Unknown, ask
from profiler_app.domain.querying.lexicon import Goods

__all__ = ["Answer", "Candidate", "Doubt", "Goods", "Unknown", "ask"]
