"""Built-in sample data: a fictional shop and a fictional bank with customers who behave.

The same arguments give the same data on every machine. Nobody in it exists: see
``identities.py`` for how the identity numbers, telephones and addresses are kept out of reality.
"""

from __future__ import annotations

from profiler_app.ingest.sample.persona import Truth
from profiler_app.ingest.sample.tables import Sample, make_sample

__all__ = ["Sample", "Truth", "make_sample"]
