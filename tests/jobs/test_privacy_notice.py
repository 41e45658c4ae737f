"""The notice names the fields in use and the purposes in use, and its versions are kept."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from profiler_app.domain.text import set_language
from profiler_app.jobs.consenting import Answer
from profiler_app.jobs.history import history
from profiler_app.jobs.privacy_notice import Notice, notice, sections, write_notice
from profiler_app.jobs.recording import Talk, log_contact, record_consent
from profiler_app.reports.files import PlaceNotWritable
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent, create

QUIET = Silent()


@pytest.fixture
def one(empty: Workspace) -> Workspace:
    create(empty, mobile="+8616800000001")
    return empty


def names(made: Notice) -> set[str]:
    return {field.id for field in made.fields}


def said(made: Notice) -> str:
    return "\n".join(f"{label} {text}" for _title, lines in sections(made) for label, text in lines)


def versions(workspace: Workspace) -> list[int]:
    return [e.facts["version"] for e in history(workspace) if e.kind == "notice"]


def test_a_field_that_is_off_is_on_the_notice_only_once_it_is_used(one: Workspace) -> None:
    """PRV-02: the notice lists only enabled fields."""
    assert "mobile" in names(notice(one, today=TODAY))
    assert "cn_id" not in names(notice(one, today=TODAY))
    assert "居民身份证号" not in said(notice(one, today=TODAY))
    create(one, cn_id="330106198805012345")
    assert "cn_id" in names(notice(one, today=TODAY))
    assert "居民身份证号" in said(notice(one, today=TODAY))


def test_fields_of_companies_are_left_out_where_there_are_none(one: Workspace) -> None:
    """PRV-02"""
    assert "uscc" not in names(notice(one, today=TODAY))
    create(one, kind="company", name="示例科技有限公司")
    assert "uscc" in names(notice(one, today=TODAY))


def test_a_purpose_nobody_was_asked_for_is_left_out(one: Workspace) -> None:
    """PRV-02: the notice lists only enabled purposes."""
    assert [each.id for each in notice(one, today=TODAY).purposes] == ["service"]
    record_consent(QUIET, one, 1, Answer(("profiling",), "granted", "paper", TODAY))
    made = notice(one, today=TODAY)
    assert [each.id for each in made.purposes] == ["service", "profiling"]
    assert "730 天" in said(made)
    assert "营销" not in "".join(label for label, _text in sections(made)[1][1])


def test_the_notice_says_methods_rights_and_whom_to_ask(one: Workspace) -> None:
    """PRV-02"""
    told = said(notice(one, today=TODAY, contact="林女士"))
    assert all(word in told for word in ("林女士", "画像", "撤回", "删除", "更正"))


def test_only_what_changed_makes_a_new_version(one: Workspace, tmp_path: Path) -> None:
    """PRV-02: version kept."""
    for _turn in range(2):
        write_notice(QUIET, one, tmp_path / "a.pdf", today=TODAY, contact="林女士")
    assert versions(one) == [1, 1]
    create(one, cn_id="330106198805012345")
    assert write_notice(QUIET, one, tmp_path / "b.pdf", today=TODAY).version == 2
    kept = history(one)[0]
    assert "cn_id" in kept.facts["fields"]
    assert kept.sentence == "写出了个人信息告知书第 2 版"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pdf_holds_text_and_no_picture(one: Workspace, tmp_path: Path, language: str) -> None:
    """PRV-02: a printable notice in both languages."""
    set_language(language)  # type: ignore[arg-type]
    try:
        write_notice(QUIET, one, tmp_path / "a.pdf", today=TODAY)
    finally:
        set_language("zh")
    content = (tmp_path / "a.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"/Font" in content
    assert b"/Subtype /Image" not in content


def test_without_a_place_to_write_no_version_is_noted(one: Workspace, tmp_path: Path) -> None:
    with pytest.raises(PlaceNotWritable):
        write_notice(QUIET, one, tmp_path / "nowhere" / "a.pdf", today=TODAY)
    assert versions(one) == []


def test_the_notice_names_no_customer(one: Workspace) -> None:
    assert "林婉清" not in said(notice(one, today=TODAY)) + str(asdict(notice(one, today=TODAY)))


def test_records_are_named_once_there_are_any(one: Workspace) -> None:
    """PRV-02"""
    assert "往来记录" not in said(notice(one, today=TODAY))
    log_contact(QUIET, one, 1, Talk(outcome="reached", day=TODAY), by="陈思远", today=TODAY)
    assert notice(one, today=TODAY).records == ("interaction",)
    assert "往来记录" in said(notice(one, today=TODAY))
