"""The tables of facts in a workspace: their names, columns and kinds of columns.

Every table of facts has three more columns: ``id`` (integer key, never used twice), ``op`` (the
operation that created the row) and ``source_row`` (the line of the imported file, or NULL).

Kinds: ``text``; ``int``; ``real``; ``bool`` (0/1); ``money`` (integer minor units); ``date`` (ISO
text); ``day`` (integer days since 1970-01-01, for tables with millions of rows); ``ref`` (the id
of a row of another table). Tables with a ``customer_id`` belong to that customer: the ledger files
their changes under the customer, and the profile card finds them there.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_CUSTOMER = """
number:text kind:text line:text name:text short_name:text
member_no:text core_cust_no:text cn_id:text other_id_doc:text id_doc_expiry:date uscc:text
mobile:text phone:text email:text wechat_id:text
address:text province:text city:text county:text
gender:text birth_date:date birth_lunar:text nationality:text education:text occupation:text
job_title:text employer:text marital:text household_size:int children_count:int family_stage:text
income_band:text annual_income:money
legal_form:text ownership:text industry:text established_on:date registered_capital:money
employees:int revenue:money total_assets:money business_status:text main_business:text
legal_rep:text
owner_rm:text relation_since:date first_source:text best_time:text
status:text merged_into:ref
"""

_FACTS = {
    "customer": _CUSTOMER,
    "contact": "customer_id:ref kind:text value:text label:text valid:bool",
    "identifier": "customer_id:ref kind:text value:text issuer:text valid_to:date",
    "attribute": "customer_id:ref field:text value:text origin:text confidence:real as_of:date",
    "product": """code:text name:text category:text subcategory:text brand:text line:text kind:text
        list_price:money unit_cost:money margin_rate:real risk_level:int service_cycle_days:int
        warranty_days:int active:bool stock:int""",
    "order_line": """customer_id:ref order_no:text content_key:int day:day time:text kind:text
        channel:text product_id:ref quantity:real unit_price:text gross:money discount:money
        net:money cost:money coupon:bool status:text""",
    "account": """customer_id:ref product_id:ref account_no:text kind:text opened_on:date
        closed_on:date matures_on:date auto_renew:bool status:text currency:text rate:real
        credit_limit:money is_payroll:bool is_guarantee:bool""",
    "balance": "customer_id:ref account_id:ref day:day point:money month_avg:money",
    "flow": """customer_id:ref account_id:ref flow_no:text day:day direction:text amount:money
        channel:text purpose:text counterparty:text counterparty_bank:text self_transfer:bool""",
    "facility": """customer_id:ref product_id:ref kind:text approved:money used:money
        starts_on:date matures_on:date secured_by:text overdue_days:int overdue_amount:money
        five_class:text as_of:date""",
    "repayment": """customer_id:ref facility_id:ref due_on:date due:money paid_on:date
        paid:money""",
    "statement": """customer_id:ref period_end:date period:text audited:bool currency:text
        total_assets:money current_assets:money cash:money receivables:money inventory:money
        total_liabilities:money current_liabilities:money interest_debt:money equity:money
        retained:money revenue:money cost:money ebit:money interest:money net_profit:money
        operating_cash_flow:money""",
    "risk_event": """customer_id:ref kind:text severity:int occurred_on:date amount:money
        source:text note:text resolved_on:date""",
    "risk_assessment": "customer_id:ref level:int score:real done_on:date expires_on:date",
    "interaction": """customer_id:ref person_id:ref day:day time:text channel:text direction:text
        purpose:text outcome:text minutes:int summary:text next_step:text next_on:date
        by_whom:text""",
    "event": """customer_id:ref day:day time:text kind:text product_id:ref category:text
        value:text channel:text""",
    "asset": """customer_id:ref product_id:ref order_no:text serial_no:text installed_on:date
        warranty_until:date service_cycle_days:int last_service_on:date
        expected_life_days:int""",
    "company_contact": """customer_id:ref person_id:ref name:text title:text department:text
        role:text stance:text influence:int is_key:bool active:bool mobile:text left_on:date""",
    "relation": """customer_id:ref other_id:ref kind:text share:real since:date until:date
        confidence:real note:text""",
    "consent": """customer_id:ref purpose:text scope:text state:text method:text
        notice_version:text evidence:text granted_on:date expires_on:date withdrawn_on:date""",
    "survey": "code:text version:int title_zh:text title_en:text kind:text status:text",
    "survey_question": """survey_id:ref position:int code:text text_zh:text text_en:text kind:text
        required:bool options:text field:text show_if:text""",
    "survey_response": """customer_id:ref survey_id:ref day:day channel:text status:text
        score:real""",
    "survey_answer": "customer_id:ref response_id:ref question_id:ref value:text",
    "feedback": """customer_id:ref day:day channel:text kind:text product_id:ref rating:int
        text:text sentiment:real sentiment_label:text topics:text status:text due_on:date
        closed_on:date resolution:text""",
    "campaign": """name:text goal:text offer:text channel:text segment_id:ref rule:text
        starts_on:date ends_on:date outcome_metric:text window_days:int control_share:real
        seed:int cost:money state:text""",
    "campaign_member": """customer_id:ref campaign_id:ref arm:text stratum:text
        excluded_reason:text contacted_on:date result:text outcome:text outcome_value:money
        outcome_on:date""",
    "task": """customer_id:ref kind:text title:text due_on:date priority:int state:text
        done_on:date result:text source:text dedupe_key:text assigned_to:text""",
    "manual_tag": "customer_id:ref tag:text reason:text set_by:text set_on:date until:date",
    "tag_refusal": "customer_id:ref tag:text reason:text set_by:text set_on:date until:date",
    "tag_definition": """tag:text version:int zh:text en:text tag_group:text expr:text params:text
        applies_to:text exclusive_group:text priority:int evidence_zh:text evidence_en:text
        status:text note:text""",
    "segment": "key:text name:text kind:text rule:text status:text",
    "saved_view": "name:text rule:text columns:text sort:text colour:text position:int",
    "custom_field": """field:text zh:text en:text dimension:text kind:text options:text
        sensitivity:text""",
    "import_file": """name:text sha256:text size:int format:text encoding:text delimiter:text
        sheet:text header_row:int target:text mapping:text rows:int created:int updated:int
        unchanged:int rejected:int""",
    "rejected_row": """import_id:ref column_name:text value:text code:text reason:text
        cells:text""",
}

REFERS_TO: Mapping[str, str] = {
    "customer_id": "customer",
    "other_id": "customer",
    "merged_into": "customer",
    "product_id": "product",
    "account_id": "account",
    "facility_id": "facility",
    "survey_id": "survey",
    "response_id": "survey_response",
    "question_id": "survey_question",
    "campaign_id": "campaign",
    "segment_id": "segment",
    "import_id": "import_file",
}
"""The table a ``ref`` column points to (``company_contact.person_id`` points to a customer,
``interaction.person_id`` to a company contact)."""

ADDED_LATER: Mapping[str, tuple[str, ...]] = {"product": ("stock",)}
"""Columns that came with a later format: files of earlier ones do without."""

NOT_CONTENT = frozenset({"import_file", "rejected_row"})
"""Records about imports: in the ledger, but outside the content hash."""


@cache
def fact_tables() -> Mapping[str, Mapping[str, str]]:
    """Return every table of facts with its own columns (without id, op, source_row) and kinds."""
    return {
        table: dict(column.split(":") for column in columns.split())
        for table, columns in _FACTS.items()
    }


def target_of(table: str, column: str) -> str:
    """Return the table that a ``ref`` column points to."""
    if column == "person_id":
        return "customer" if table == "company_contact" else "company_contact"
    return REFERS_TO[column]
