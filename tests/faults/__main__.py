"""List the promises and their tests, or (``--all``) try each as often as was promised."""

from __future__ import annotations

import subprocess
import sys

from tests.faults.promised import PROMISES, TESTS, all_cases, proofs


def main() -> int:
    """Return 0, 1 when a promise has no test, or the exit code of the tests."""
    if "--all" in sys.argv[1:]:
        command = [sys.executable, "-m", "pytest", "-m", "promise", "--durations=0", "--timeout=0"]
        return subprocess.run(command, cwd=TESTS.parent, env=all_cases(), check=False).returncode
    found = proofs()
    for promise in PROMISES:
        print(f"{promise:2}", *(found.get(promise) or ["no test"]), sep="\n     ")
    return int(any(promise not in found for promise in PROMISES))


if __name__ == "__main__":
    sys.exit(main())
