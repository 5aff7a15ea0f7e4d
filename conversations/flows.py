"""All conversations by name. A new one is a file in this folder and a line here; the tests walk whatever is registered."""

from __future__ import annotations

from typing import cast

from conversations import (
    alerts,
    applicant_question,
    application,
    case_chat,
    case_note,
    chats,
    checkin,
    duty,
    escalation,
    exercise,
    feedback,
    mood,
    offer,
    onboarding,
    peer_chat,
    peer_request,
    prompt,
    report,
    report_form,
    settings,
    training,
    volunteer,
    volunteers,
)
from conversations.kit import Flow

_MODULES = (
    onboarding,
    checkin,
    prompt,
    mood,
    exercise,
    settings,
    peer_request,
    offer,
    peer_chat,
    chats,
    feedback,
    report_form,
    report,
    escalation,
    alerts,
    case_chat,
    case_note,
    volunteer,
    training,
    application,
    applicant_question,
    volunteers,
    duty,
)
FLOWS: dict[str, Flow] = {module.NAME: cast(Flow, module) for module in _MODULES}
