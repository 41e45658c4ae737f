"""Next month's file is mapped as the last one was (XCH-01)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from profiler_app.domain.errors import MappingProblem
from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.domain.progress import Silent
from profiler_app.jobs.history import content_hash
from profiler_app.jobs.importing import import_file, inspect_remembered
from profiler_app.jobs.importing.memory import (
    add_template,
    forget_template,
    rename_template,
    template_as_text,
    templates,
)
from profiler_app.jobs.workspaces import Workspace, create_workspace

TODAY = date(2026, 1, 15)
AUGUST = "卡号,称呼,备用\nM1,王一,x\nM2,李二,y\n"
SEPTEMBER = "称呼,卡号,备用\n赵三,M3,z\n"
ASKED = {"卡号": "member_no", "称呼": "name", "备用": ""}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "pass", prefix="TEST") as made:
        yield made


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def imported(workspace: Workspace, path: Path, **asked: Any) -> ImportReport:
    return import_file(Silent(), workspace, ImportRequest((path,), **asked), today=TODAY)


@pytest.fixture
def taught(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A workspace that has seen one month's file."""
    imported(workspace, written(tmp_path, "门店会员_2025-08.csv", AUGUST), mapping=ASKED)
    return workspace


def test_the_mapping_is_found_again_by_the_headers(taught: Workspace, tmp_path: Path) -> None:
    report = imported(taught, written(tmp_path, "门店会员_2025-09.csv", SEPTEMBER))
    assert report.mapped.as_json() == {"称呼": "name", "卡号": "member_no", "备用": None}
    assert {each.why for each in report.mapped.columns} == {"remembered"}
    assert report.created == 1


def test_a_template_is_named_like_the_file_without_its_date(taught: Workspace) -> None:
    (found,) = templates(taught)
    assert (found.name, found.used, found.last_used) == ("门店会员", 1, TODAY)


def test_every_import_counts(taught: Workspace, tmp_path: Path) -> None:
    imported(taught, written(tmp_path, "门店会员_2025-09.csv", SEPTEMBER))
    assert [each.used for each in templates(taught)] == [2]


def test_an_answer_of_today_overrules_what_is_remembered(taught: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, "b.csv", SEPTEMBER)
    found = inspect_remembered(taught, ImportRequest((path,), mapping={"备用": "address"}))
    assert found.mapped.as_json()["备用"] == "address"


def test_a_check_without_writing_remembers_nothing(workspace: Workspace, tmp_path: Path) -> None:
    imported(workspace, written(tmp_path, "a.csv", AUGUST), mapping=ASKED, dry_run=True)
    assert not templates(workspace)


def test_other_headers_are_guessed(taught: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, "b.csv", "卡号,称呼\nM9,孙九\n")
    assert inspect_remembered(taught, ImportRequest((path,))).template is None


def test_the_memory_can_be_left_aside(taught: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, "b.csv", SEPTEMBER)
    found = inspect_remembered(taught, ImportRequest((path,), template=""))
    assert found.mapped.as_json()["称呼"] != "name" or found.template is None


def test_options_and_treatments_are_remembered(workspace: Workspace, tmp_path: Path) -> None:
    text = "客户编号,手机号\nC1,1.39E+10\nC2,13800138000\n"
    treatments = {"scientific:手机号": "intact"}
    path = written(tmp_path, "a.csv", text)
    imported(workspace, path, key="number", treatments=treatments)
    found = inspect_remembered(workspace, ImportRequest((path,)))
    assert (found.request.key, found.request.treatments) == ("number", treatments)


def test_a_header_row_that_was_chosen_is_remembered(workspace: Workspace, tmp_path: Path) -> None:
    text = "姓名,手机号,地址\n户名,联系手机,住址\n王一,13800138000,杭州\n"
    path = written(tmp_path, "a.csv", text)
    imported(workspace, path, header_row=2, mapping={"户名": "name"})
    found = inspect_remembered(workspace, ImportRequest((path,)))
    assert found.table.headers == ("户名", "联系手机", "住址")


def test_another_template_can_be_chosen_by_name(taught: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, "b.csv", "卡号,称呼\nM9,孙九\n")
    found = inspect_remembered(taught, ImportRequest((path,), template="门店会员"))
    assert found.mapped.as_json() == {"卡号": "member_no", "称呼": "name"}


def test_a_template_that_is_gone_is_named(taught: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, "b.csv", SEPTEMBER)
    with pytest.raises(MappingProblem, match="klingon"):
        inspect_remembered(taught, ImportRequest((path,), template="klingon"))


def test_a_template_is_renamed(taught: Workspace) -> None:
    rename_template(Silent(), taught, "门店会员", "会员月报")
    assert [each.name for each in templates(taught)] == ["会员月报"]


@pytest.mark.parametrize("name", ["", "  "])
def test_a_template_needs_a_name(taught: Workspace, name: str) -> None:
    with pytest.raises(MappingProblem):
        rename_template(Silent(), taught, "门店会员", name)


def test_a_forgotten_template_is_guessed_again(taught: Workspace, tmp_path: Path) -> None:
    forget_template(Silent(), taught, "门店会员")
    path = written(tmp_path, "b.csv", SEPTEMBER)
    assert inspect_remembered(taught, ImportRequest((path,))).template is None


def test_a_template_travels_as_text(taught: Workspace) -> None:
    (before,) = templates(taught)
    text = template_as_text(before)
    forget_template(Silent(), taught, before.name)
    assert add_template(Silent(), taught, text) == before
    assert templates(taught) == (before,)


@pytest.mark.parametrize("text", ["", "[]", '{"zhike_template": {"name": 1}}', "null"])
def test_text_without_a_template_is_refused(taught: Workspace, text: str) -> None:
    with pytest.raises(MappingProblem):
        add_template(Silent(), taught, text)


def test_a_template_is_no_content_of_the_workspace(taught: Workspace) -> None:
    before = content_hash(taught)
    forget_template(Silent(), taught, "门店会员")
    assert content_hash(taught) == before
