"""Code tables are data: adding a value needs no code (CLN-05)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from profiler_app.domain.code_tables import completed, use_tables

LIVESTREAM = {"channel": [{"id": "livestream_room", "zh": "直播间下单", "en": "Live stream room"}]}


@pytest.fixture(autouse=True)
def _none_afterwards(tmp_path: Path) -> Iterator[None]:
    yield
    use_tables(tmp_path / "nowhere")


def put(folder: Path, name: str, table: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(table if isinstance(table, str) else json.dumps(table), encoding="utf-8")
    return folder


def test_a_value_is_added_to_its_list(tmp_path: Path) -> None:
    assert use_tables(put(tmp_path, "options", LIVESTREAM)) == []
    shipped = {"channel": [{"id": "store", "zh": "门店", "en": "Store"}], "gender": []}
    found = completed("options", shipped)
    assert [row["id"] for row in found["channel"]] == ["store", "livestream_room"]
    assert found["gender"] == []


def test_a_value_of_the_same_id_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    use_tables(
        put(tmp_path, "options", {"channel": [{"id": "store", "zh": "专卖店", "en": "Shop"}]})
    )
    found = completed("options", {"channel": [{"id": "store", "zh": "门店", "en": "Store"}]})
    assert found["channel"] == [{"id": "store", "zh": "专卖店", "en": "Shop"}]


def test_a_region_is_added_by_its_code(tmp_path: Path) -> None:
    use_tables(put(tmp_path, "regions", {"county": {"330199": "示例区"}}))
    found = completed("regions", {"county": {"330106": "西湖区"}, "city": {}})
    assert found["county"] == {"330106": "西湖区", "330199": "示例区"}


def test_a_table_nobody_changed_is_the_shipped_one(tmp_path: Path) -> None:
    use_tables(tmp_path)
    shipped: dict[str, Any] = {}
    assert completed("options", shipped) is shipped


@pytest.mark.parametrize(
    ("name", "table", "where"),
    [
        ("options", "{", "JSON"),
        ("options", [], "options"),
        ("options", {"channel": {}}, "options.channel"),
        ("options", {"channel": [{"id": "x", "zh": "某"}]}, "options.channel[1]"),
        ("regions", {"county": {"330199": 7}}, "regions.county.330199"),
        ("industries", {"divisions": {"98": "其他"}}, "industries.divisions.98"),
    ],
)
def test_a_table_that_is_written_wrongly_is_named_and_left_aside(
    tmp_path: Path, name: str, table: object, where: str
) -> None:
    (problem,) = use_tables(put(tmp_path, name, table))
    assert where in problem.sentence()
    assert f"{name}.json" in problem.sentence()
    assert completed(name, "shipped") == "shipped"


def profiler(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "XDG_DATA_HOME": str(home),
        "LOCALAPPDATA": str(home),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "ZHIKE_PASSPHRASE": "correct horse",
    }
    return subprocess.run(
        [sys.executable, "-m", "profiler_app", *words],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=home,
    )


@pytest.mark.skipif(sys.platform == "darwin", reason="the folder cannot be chosen there")
def test_an_import_takes_an_added_value_and_refuses_one_that_is_not_in_the_list(
    tmp_path: Path,
) -> None:
    put(tmp_path / "Zhike" / "tables", "options", LIVESTREAM)
    text = "客户编号,姓名,获客来源\nC1,王一,直播间下单\nC2,李二,月球\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert profiler(tmp_path, "new", "w.zhike").returncode == 0
    done = profiler(tmp_path, "import", "w.zhike", "a.csv", "--dry-run", "--json")
    issues = json.loads(done.stdout)["issues"]
    assert [(each["line"], each["value"], each["code"]) for each in issues] == [
        (3, "月球", "not_an_option")
    ]


@pytest.mark.skipif(sys.platform == "darwin", reason="the folder cannot be chosen there")
def test_a_command_stops_at_a_broken_table(tmp_path: Path) -> None:
    put(tmp_path / "Zhike" / "tables", "options", "{")
    done = profiler(tmp_path, "new", "w.zhike")
    assert done.returncode == 1
    assert "options.json" in done.stderr
    assert not (tmp_path / "w.zhike").exists()
