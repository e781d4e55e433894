"""How an answer ended, and the words for it."""

from typing import Final

from domain.conversations.message import AnswerCost, AnswerError, MessageState
from domain.errors import DomainError
from domain.llm.events import FailureKind, StopReason
from domain.llm.reply import Reply
from domain.transactions.transaction import Transaction

_STATE_BY_REASON: Final[dict[StopReason, MessageState]] = {
    "end": "complete",
    "stop_sequence": "complete",
    "tool_use": "complete",
    "pause": "complete",
    "length": "truncated",
    "continuation": "truncated",
    "context_length": "truncated",
    "refusal": "refused",
}
_SENTENCES: Final[dict[FailureKind, str]] = {
    "bad_request": "The model's provider did not accept this request. Try another model.",
    "unprocessable": "The model's provider did not accept this request. Try another model.",
    "context_overflow": "This conversation is too long for the model. Start a new one, or "
    "choose a model with a larger context.",
    "content_policy": "The model's provider refused this content. Word it differently.",
    "unauthenticated": "The model's provider did not accept our key. Tell an administrator.",
    "no_credit": "The account at the model's provider is used up. Tell an administrator.",
    "forbidden": "Our account may not use this model. Choose another one.",
    "unknown_model": "The model's provider does not have this model. Choose another one.",
    "not_found": "The model's provider did not find what was asked for. Try another model.",
    "conflict": "The model's provider was busy with the same question. Try again.",
    "too_large": "The message is too large for the model's provider. Make it shorter.",
    "rate_limited": "The model's provider has too many requests from us. Try again in a minute.",
    "overloaded": "The model is overloaded. Try again in a minute, or choose another one.",
    "server": "The model's provider has a fault. Try again, or choose another model.",
    "timeout": "The model did not answer in time. Try again, or choose another one.",
    "unreachable": "The model cannot be reached. Try again, or choose another one.",
    "cut": "The connection to the model broke off. Try again.",
    "malformed": "The model's answer made no sense. Try again, or choose another model.",
}
_OF_THEIRS: Final[dict[FailureKind, str]] = {
    "unauthenticated": "The model's provider did not accept your own key. Enter it again in the "
    "settings, or forget it there.",
    "no_credit": "Your own account at the model's provider is used up.",
    "forbidden": "Your own account at the model's provider may not use this model. Choose another "
    "one.",
    "rate_limited": "The model's provider has too many requests on your own account. Try again in "
    "a minute.",
}
"""Where a person's own key was used."""
CAPS: Final = {
    "time": AnswerError(
        code="time_cap",
        message="This answer took as long as answers with tools may take. Say “continue” to go on.",
    ),
    "cost": AnswerError(
        code="cost_cap",
        message="This answer cost as much as answers with tools may. Say “continue” to go on.",
    ),
}
_CUT: Final[FailureKind] = "cut"


def ending_of(reply: Reply) -> tuple[MessageState, AnswerError | None]:
    """By the model's last word; a stream that just broke off is a failure."""
    if reply.finished is not None:
        return _STATE_BY_REASON[reply.finished.reason], None
    failure = reply.failure
    kind = _CUT if failure is None else failure.kind
    theirs = _OF_THEIRS.get(kind) if failure is not None and failure.own_key else None
    return "failed", AnswerError(code=kind, message=theirs or _SENTENCES[kind])


def error_from(error: DomainError) -> AnswerError:
    """For an answer that was refused before the model was asked."""
    words = str(error)
    return AnswerError(code=error.code, message=f"{words[:1].upper()}{words[1:]}.")


def cost_from(transaction: Transaction, *, before: AnswerCost | None = None) -> AnswerCost:
    """What an answer took with this call, after what its earlier ones took."""
    own = AnswerCost(
        usage=transaction.usage,
        cost=transaction.cost,
        first_token_ms=transaction.first_token_ms,
        latency_ms=transaction.latency_ms,
    )
    return own if before is None else before.with_call(own)
