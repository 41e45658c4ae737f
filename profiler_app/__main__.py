"""``python -m profiler_app`` and the command ``profiler``."""

from __future__ import annotations

import sys

from profiler_app.main import main

if __name__ == "__main__":
    sys.exit(main())
