"""Copies, rehearsals, the audit trail, access and erasure are public: words, exit codes, keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from profiler_app.store.workspace import open_workspace
from tests.cli.test_commands import Line, folder, line, shop  # noqa: F401 (fixtures)
from tests.jobs.test_doctor import behind_its_back


def test_a_copy_is_made_rehearsed_compared_and_restored(shop: Line) -> None:  # noqa: F811
    made = shop.json("backup", "shop.zhike", ".")
    assert set(made) == {"file", "size", "made"}
    assert shop.json("rehearse", "shop.zhike")["customers"] > 0
    found = shop.json("restore", "shop.zhike", made["file"])
    assert (found["rows"], found["behind"], found["into"]) == ({}, 0, None)
    again = shop.json("restore", "shop.zhike", made["file"], "--into", "again.zhike")
    assert again["into"] == "again.zhike"
    assert shop.json("hash", "again.zhike") == shop.json("hash", "shop.zhike")


def test_a_rehearsal_without_a_copy_is_a_problem(shop: Line) -> None:  # noqa: F811
    shop("rehearse", "shop.zhike", code=1)
    assert "没有可恢复的备份" in shop.err or "no copy" in shop.err


def test_the_audit_trail_is_searched_and_written(shop: Line) -> None:  # noqa: F811
    found = shop.json("audit", "shop.zhike", "--kind", "import", "--out", "audit.csv")
    assert found["ok"] and {each["kind"] for each in found["operations"]} == {"import"}
    assert set(found["operations"][0]) == {
        *("operation", "at", "kind", "sentence", "undoes", "undone_by", "proof")
    }


def test_what_is_held_on_one_customer_is_told(shop: Line) -> None:  # noqa: F811
    held = shop.json("access", "shop.zhike", "0001", "--pdf", "held.pdf")
    assert set(held) == {"number", "name", "made_on", "rows", "profile", "history"}
    assert held["rows"]["order_line"]


def test_somebody_is_erased_after_a_look_and_with_a_reason(shop: Line) -> None:  # noqa: F811
    seen = shop.json("erase", "shop.zhike", "0001", "--preview")
    assert seen["rows"]["customer"] == 1
    shop("erase", "shop.zhike", "0001", code=1)
    assert "--reason" in shop.err
    done = shop.json("erase", "shop.zhike", "0001", "--reason", "asked")
    assert done["sales_kept"] == seen["rows"]["order_line"] and len(done["proof"]) == 64
    shop("access", "shop.zhike", "0001", code=1)
    assert shop.json("check", "shop.zhike")["ok"]


def test_consent_is_recorded_listed_and_withdrawn(shop: Line) -> None:  # noqa: F811
    def state() -> str:
        listed = shop.json("consent", "shop.zhike", "0001")["consents"]
        return next(str(each["state"]) for each in listed if each["purpose"] == "profiling")

    assert state() == "not_asked"
    done = shop.json("consent", "shop.zhike", "0001", "--purpose", "profiling")
    assert done["operation"] and state() == "granted"
    shop("consent", "shop.zhike", "0001", "--purpose", "profiling", "--state", "withdrawn")
    assert state() == "withdrawn"


def test_the_recovery_key_is_shown_renewed_and_used(
    shop: Line,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = shop.json("recovery", "shop.zhike", "--pdf", "key.pdf")
    assert len(first["recovery"].split()) == 6
    assert shop.json("recovery", "shop.zhike")["recovery"] == first["recovery"]
    renewed = shop.json("recovery", "shop.zhike", "--renew")["recovery"]
    Path("old.txt").write_text(first["recovery"], encoding="utf-8")
    Path("key.txt").write_text(renewed, encoding="utf-8")
    shop("recovery", "shop.zhike", "--use", "old.txt", code=1)
    before = shop.json("hash", "shop.zhike")
    monkeypatch.setenv("ZHIKE_PASSPHRASE", "another battery")
    shop("hash", "shop.zhike", code=1)
    shop("recovery", "shop.zhike", "--use", "key.txt")
    assert shop.json("hash", "shop.zhike") == before


def test_what_was_changed_outside_is_found_accepted_and_rescued(
    shop: Line,  # noqa: F811
    capfd: pytest.CaptureFixture[str],
) -> None:
    with open_workspace(Path("shop.zhike"), "correct horse") as workspace:
        behind_its_back(workspace, "UPDATE customer SET name = '别人' WHERE id = 1")
    with pytest.raises(SystemExit) as ended:
        shop("check", "shop.zhike")
    assert ended.value.code == 1
    capfd.readouterr()
    done = shop.json("check", "shop.zhike", "--accept", "--mend")
    assert (done["ok"], done["accepted"], done["mended"]) == (True, 1, 0)
    rescued = shop.json("rescue", "shop.zhike", "again.zhike")
    assert rescued["lost"] == {} and rescued["rows"]["customer"] > 0
    assert shop.json("hash", "again.zhike") == shop.json("hash", "shop.zhike")
    shop("rescue", "shop.zhike", "again.zhike", code=1)


def test_the_register_is_shown_and_a_hold_keeps_from_erasing(shop: Line) -> None:  # noqa: F811
    lines = shop.json("register", "shop.zhike")["lines"]
    assert {"profiling", "marketing"} <= {each["purpose"]["id"] for each in lines}
    held = shop.json("hold", "shop.zhike", "0001", "--until", "2099-01-01")["holds"]
    assert [each["until"] for each in held] == ["2099-01-01"]
    shop("erase", "shop.zhike", "0001", "--reason", "asked", code=1)
    assert shop.json("hold", "shop.zhike", "0001", "--release") == {"holds": []}
    shop.json("erase", "shop.zhike", "0001", "--reason", "asked")


def test_the_notice_for_customers_is_written_and_numbered(shop: Line) -> None:  # noqa: F811
    """PRV-02"""
    made = shop.json("notice", "shop.zhike", "--pdf", "notice.pdf", "--contact", "林女士")
    assert made["version"] == 1
    assert "name" in made["fields"] and "service" in made["purposes"]
    assert Path("notice.pdf").read_bytes().startswith(b"%PDF-")
    assert shop.json("notice", "shop.zhike")["version"] == 1


def test_the_impact_assessment_is_written(shop: Line) -> None:  # noqa: F811
    """PRV-06"""
    made = shop.json("assessment", "shop.zhike", "--pdf", "pia.pdf")
    assert made["customers"] > 0
    assert Path("pia.pdf").read_bytes().startswith(b"%PDF-")
