"""The forecast of a customer on the card, from the last run of the model of value."""

from __future__ import annotations

from datetime import timedelta

from profiler_app.jobs import cards, lists
from profiler_app.jobs.card_forecast import forecast_kpi, forecast_of
from profiler_app.jobs.cards.subject import read_subject
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.foresight.running import run_value
from profiler_app.jobs.refreshing import refresh
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent


def test_without_a_run_the_figure_says_how_to_get_it(demo: Workspace) -> None:
    found = forecast_of(demo, ColumnSource(demo), 1, as_of=TODAY)
    kpi = forecast_kpi(found, currency="CNY", as_of=TODAY)
    assert kpi.value is None and "洞察" in kpi.reason


def test_a_run_gives_value_interval_and_the_chance_to_be_active(own_demo: Workspace) -> None:
    run_value(Silent(), own_demo, today=TODAY, horizon_days=365)
    source = ColumnSource(own_demo)
    every = [forecast_of(own_demo, source, customer, as_of=TODAY) for customer in range(1, 301)]
    known = [each for each in every if each is not None]
    assert len(known) > 50
    for each in known:
        assert 0 <= each.alive <= 1
        assert 0 <= each.low_minor <= each.value_minor * 1.001 + 1
        assert each.low_minor <= each.high_minor
    kpi = forecast_kpi(known[0], currency="CNY", as_of=TODAY)
    assert kpi.value is not None and "活跃" in kpi.note


def test_a_day_before_the_run_knows_no_forecast(own_demo: Workspace) -> None:
    run_value(Silent(), own_demo, today=TODAY, horizon_days=365)
    before = TODAY - timedelta(days=1)
    assert forecast_of(own_demo, ColumnSource(own_demo), 1, as_of=before) is None


def test_the_card_has_the_tags_a_refresh_gives_after_a_run(own_demo: Workspace) -> None:
    """What models foretold decides tags on the card as it does in the list."""
    report = run_value(Silent(), own_demo, today=TODAY, horizon_days=365)
    methods = [line for section in report.sections for line in section.lines]
    for said in ("36", "1%", "0.4%", "毛利率"):  # VAL-02: window, discounts, margin
        assert any(said in line for line in methods)
    refresh(Silent(), own_demo, as_of=TODAY)
    source = ColumnSource(own_demo)
    column = source.columns(["p_alive"])["p_alive"]
    assert column.known.any()
    of_banks = lists.holds(source, lists.parse_filter("line == 'bank' and clv_36m > 0")).true
    assert of_banks.any() and not column.known[of_banks].any()
    place = int(column.known.argmax())
    customer = int(source.ids()[place])
    subject = read_subject(own_demo, customer, as_of=TODAY)
    assert subject.value("p_alive") == column.value(place)
    held = {tag.id for tag in cards.read_card(own_demo, customer, as_of=TODAY).tags}
    stored = set(source.held_by([customer])[0])
    assert held == stored
