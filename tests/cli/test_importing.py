"""``profiler import`` with several files and all kinds of rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from profiler_app.domain.import_kinds import kinds
from profiler_app.main import main
from tests.jobs.kind_files import CUSTOMERS, FILES


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHIKE_PASSPHRASE", "correct horse")
    monkeypatch.chdir(tmp_path)
    for name, text in {"customers": CUSTOMERS, **FILES}.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    assert main(["new", "shop.zhike"]) == 0
    return tmp_path


def run(capfd: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    capfd.readouterr()
    assert main([*words, "--json"]) == code
    out = capfd.readouterr().out
    return json.loads(out) if out else None


def test_several_files_are_one_operation(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    names = [f"{name}.csv" for name in (*FILES, "customers")]
    found = run(capfd, "import", "shop.zhike", *names)
    assert [file["file"] for file in found["files"]] == names
    assert [file["rejected"] for file in found["files"]] == [0] * len(names)
    assert len(run(capfd, "history", "shop.zhike")["operations"]) == 1


def test_every_kind_can_be_asked_for(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(capfd, "import", "shop.zhike", "customers.csv")
    for name in FILES:
        found = run(capfd, "import", "shop.zhike", f"{name}.csv", "--as", name)
        assert (found["target"], found["rejected"]) == (name, 0)
    assert set(FILES) | {"customers", "surveys"} >= set(kinds())


def test_numbers_nobody_has_are_listed(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "v.csv").write_text("客户编号,拜访日期,沟通内容\n9,2026-10-05,x\n", encoding="utf-8")
    found = run(capfd, "import", "shop.zhike", "customers.csv", "v.csv")
    assert [file["unmatched"] for file in found["files"]] == [{}, {"9": 1}]


def test_a_partner_needs_a_legal_basis(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words = ("import", "shop.zhike", "customers.csv", "--partner", "某商场")
    run(capfd, *words, code=1)
    assert run(capfd, *words, "--legal-basis", "consent")["created"] == 4


def test_what_is_exported_can_be_imported(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(capfd, "import", "shop.zhike", "customers.csv", "products.csv", "events.csv")
    before = run(capfd, "hash", "shop.zhike")
    made = run(
        capfd,
        "export",
        "shop.zhike",
        "--kind",
        "events",
        "--out",
        "out.xlsx",
        "--purpose",
        "system",
    )
    assert made == {"kind": "events", "rows": 4, "file": "out.xlsx"}
    again = run(capfd, "import", "shop.zhike", "out.xlsx")
    assert (again["target"], again["unchanged"]) == ("events", 4)
    assert run(capfd, "hash", "shop.zhike") == before
    run(
        capfd,
        "export",
        "shop.zhike",
        "--kind",
        "flows",
        "--out",
        "f.csv",
        "--purpose",
        "system",
        code=1,
    )
