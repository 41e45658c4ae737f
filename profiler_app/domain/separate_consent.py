"""Fields that are only kept with a consent of their own (PIPL articles 28 and 29)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SEPARATE: Final[Mapping[str, str]] = {"health_info": "health", "diet_note": "health"}
"""The purpose a field needs consent to before it is filled, and while it is shown."""
WISHES: Final = ("service_note", "gift_taboo", "diet_note", "my_ho_room", "my_ho_quiet")
"""What stands in the head of the card: how the customer likes to be treated (SRV-02)."""
