"""The child process of a case: ``python -m benchmarks.worker module:function '{"rows": 1000}'``."""

from __future__ import annotations

import json
import sys
from importlib import import_module

STARTED = "ZHIKE_BENCHMARK_STARTED"
"""Environment variable with the moment (``time.monotonic``) at which a case was started."""


def main(words: list[str]) -> None:
    """Call the function and print the figures it returns as the last line."""
    module, _colon, function = words[0].partition(":")
    figures = getattr(import_module(module), function)(**json.loads(words[1]))
    print(json.dumps(figures or {}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
