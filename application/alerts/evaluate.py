from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import assert_never

from application.alerts.read_budgets import ReadBudgets, SpentBudget, budget_readings
from application.alerts.read_spend import ReadSpend
from application.alerts.read_traffic import ReadErrors, ReadJournals, ReadProviders, ReadSilence
from application.ports.alerts import AlertRules, Alerts
from application.ports.clock import Clock
from domain.alerts.alert import Alert, Reading
from domain.alerts.condition import (
    BudgetUsed,
    Condition,
    ErrorShare,
    JournalBehind,
    ProviderDown,
    Silence,
    SpendAbove,
)
from domain.alerts.rule import AlertRule, first_rules
from domain.errors import Conflict, Invalid, Unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """How everything stands that rules may ask about."""

    budgets: ReadBudgets
    spend: ReadSpend
    errors: ReadErrors
    silence: ReadSilence
    providers: ReadProviders
    journals: ReadJournals

    async def of(
        self, condition: Condition, budgets: Sequence[SpentBudget] | None
    ) -> Sequence[Reading]:
        """`budgets` are read once for all rules. Raises `Unavailable`."""
        match condition:
            case BudgetUsed():
                if budgets is None:
                    raise Unavailable("budgets cannot be read")
                return budget_readings(condition, budgets)
            case SpendAbove():
                return await self.spend(condition)
            case ErrorShare():
                return await self.errors(condition)
            case Silence():
                return await self.silence(condition)
            case ProviderDown():
                return await self.providers(condition)
            case JournalBehind():
                return await self.journals(condition)
            case _:
                assert_never(condition)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateAlerts:
    """Look at every rule once: what is wrong fires, what goes on is kept, what is well resolves.

    A rule whose figures cannot be read changes nothing: not to know is not to be well. So does an
    alert that somebody else changed meanwhile: it is looked at again the next time.
    """

    rules: AlertRules
    alerts: Alerts
    readings: Readings
    clock: Clock

    async def __call__(self) -> int:
        """How many alerts were changed. Raises `Unavailable`."""
        await self.rules.begin(first_rules(at=self.clock()))
        rules = {rule.id: rule for rule in await self.rules.all() if rule.is_on}
        known: dict[str, list[Alert]] = {}
        changed = 0
        for alert in await self.alerts.open():
            if alert.rule in rules:
                known.setdefault(alert.rule, []).append(alert)
            else:
                changed += await self._save(alert, alert.closed(at=self.clock()))
        budgets = await self._budgets([*rules.values()])
        for rule in rules.values():
            with suppress(Unavailable):
                found = await self.readings.of(rule.condition, budgets)
                changed += await self._look(rule, found, known.get(rule.id, []))
        return changed

    async def _budgets(self, rules: Sequence[AlertRule]) -> Sequence[SpentBudget] | None:
        if not any(isinstance(rule.condition, BudgetUsed) for rule in rules):
            return None
        try:
            return await self.readings.budgets()
        except (Unavailable, Invalid):
            return None

    async def _look(
        self, rule: AlertRule, readings: Sequence[Reading], known: Sequence[Alert]
    ) -> int:
        now = self.clock()
        by_subject = {each.subject: each for each in readings}
        changed = 0
        for alert in known:
            seen = alert.seen(rule, by_subject.pop(alert.subject, None), at=now)
            changed += await self._save(alert, seen)
        for reading in by_subject.values():
            if reading.is_over:
                changed += await self._add(Alert.fired(rule, reading, at=now))
        return changed

    async def _save(self, before: Alert, now: Alert) -> int:
        if now == before:
            return 0
        with suppress(Conflict):
            await self.alerts.save(now)
        return 1

    async def _add(self, alert: Alert) -> int:
        with suppress(Conflict):
            await self.alerts.add(alert)
            return 1
        return 0
