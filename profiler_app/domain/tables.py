"""What the tables of facts are called where people see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from profiler_app.domain.text import N_, _

_LABELS: Final[Mapping[str, str]] = {
    "customer": N_("Customers"),
    "contact": N_("Contact details"),
    "identifier": N_("Further identifiers"),
    "attribute": N_("Values of further fields"),
    "product": N_("Products"),
    "order_line": N_("Order lines"),
    "account": N_("Accounts"),
    "balance": N_("Balances"),
    "flow": N_("Transactions"),
    "facility": N_("Credit facilities"),
    "repayment": N_("Repayments"),
    "statement": N_("Financial statements"),
    "risk_event": N_("Risk events"),
    "risk_assessment": N_("Risk assessments"),
    "interaction": N_("Contacts so far"),
    "event": N_("Behaviour events"),
    "asset": N_("Equipment"),
    "company_contact": N_("People of companies"),
    "relation": N_("Relations"),
    "consent": N_("Consents"),
    "survey": N_("Questionnaires"),
    "survey_question": N_("Questions"),
    "survey_response": N_("Filled questionnaires"),
    "survey_answer": N_("Answers"),
    "feedback": N_("Feedback"),
    "campaign": N_("Campaigns"),
    "campaign_member": N_("Places in campaigns"),
    "task": N_("Tasks"),
    "manual_tag": N_("Tags by hand"),
    "tag_refusal": N_("Refused tags"),
    "tag_definition": N_("Own tags"),
    "segment": N_("Segments"),
    "saved_view": N_("Views"),
    "custom_field": N_("Own fields"),
    "import_file": N_("Imported files"),
    "rejected_row": N_("Kept lines of imports"),
}


def table_label(table: str) -> str:
    """Return what a table of facts holds, in the current language."""
    return _(_LABELS[table])
