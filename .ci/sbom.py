"""Write a bill of materials (CycloneDX 1.6, JSON) of what is shipped, offline.

``python .ci/sbom.py [FILE]``: packages with version, licence, what they need, and the hashes the
lock file accepts. The same installation gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import sys
import uuid
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from shipped import PROGRAM, licence_of, locked, needs, normal, runtime


def component(name: str, version: str, licence: str, hashes: list[str]) -> dict[str, Any]:
    """Return one package of the bill."""
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}@{version}",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "licenses": [{"license": {"name": licence}}],
    }
    if hashes:
        made["properties"] = [{"name": "zhike:accepted-sha256", "value": h} for h in hashes]
    return made


def bill() -> dict[str, Any]:
    """Return the bill of materials."""
    packages, pinned = runtime(), locked()
    own = distribution(PROGRAM)
    refs = {name: f"pkg:pypi/{name}@{each.version}" for name, each in packages.items()}
    main_ref = f"pkg:pypi/{PROGRAM}@{own.version}"
    components = [
        component(name, each.version, licence_of(each), pinned.get(name, ("", []))[1])
        for name, each in packages.items()
    ]
    links = [
        {"ref": refs[name], "dependsOn": [refs[n] for n in needs(each) if n in refs]}
        for name, each in packages.items()
    ]
    first = {"ref": main_ref, "dependsOn": [refs[normal(n)] for n in needs(own) if n in refs]}
    made: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": main_ref,
                "name": PROGRAM,
                "version": own.version,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": components,
        "dependencies": [first, *links],
    }
    digest = hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()
    return {**made, "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}"}


def main() -> int:
    """Write the bill to the file named, or to the terminal."""
    text = json.dumps(bill(), indent=1, ensure_ascii=False) + "\n"
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, "utf-8")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
