"""``profiler pack``: packs are listed, added and taken away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from profiler_app.domain.fields import use_own_fields
from profiler_app.domain.tags import use_own_tags
from profiler_app.jobs.workspaces import create_workspace
from profiler_app.main import main


def test_a_pack_is_added_and_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "shop.zhike"
    create_workspace(path, "right horse", prefix="TEST").close()
    monkeypatch.setenv("ZHIKE_PASSPHRASE", "right horse")
    seen = []
    for step in ("add", "remove"):
        assert main(["--lang", "zh", "pack", step, str(path), "hotel"]) == 0
        capsys.readouterr()
        assert main(["--lang", "zh", "pack", "list", str(path), "--json"]) == 0
        rows = json.loads(capsys.readouterr().out)["packs"]
        seen.append(next(row["installed"] for row in rows if row["id"] == "hotel"))
    use_own_fields()
    use_own_tags({})
    assert seen == [True, False]
