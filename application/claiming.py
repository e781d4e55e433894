from collections.abc import Iterable
from dataclasses import replace

from application.call_record import CallRecord
from domain.accounts.access import Grants
from domain.allowances.claim import Claim, claim_of
from domain.allowances.terms import Limits, Terms
from domain.catalog.models import Model
from domain.llm.usage import Usage
from domain.transactions.money import NanoUsd


def claim_for(
    record: CallRecord,
    grants: Grants,
    address_limits: Limits,
    usage: Usage,
    cost: NanoUsd,
    places: Iterable[Model] = (),
) -> Claim:
    """What the call may come to, whoever answers, of everybody who has a say.

    Where the person pays all `places` that may be asked budgets have no say, also when nothing is
    left of them.
    """
    call, model = record.call, record.call.model
    terms = [*grants.terms]
    terms.append(Terms(subject=f"model:{model.name}", limits=model.limits, budgets=model.budgets))
    if call.address:
        terms.append(Terms(subject=f"ip:{call.address}", limits=address_limits))
    asked = tuple(places)
    if asked and all(each.is_paid_by_them for each in asked):
        terms = [replace(each, budgets=()) for each in terms]
    return claim_of(call.request, terms, usage=usage, cost=cost, at=record.at)
