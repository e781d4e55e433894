"""Ways into an account, and what protects it."""

from dataclasses import dataclass

from application.accounts.admit import Admit, AnswerChallenge
from application.accounts.second_factor import SecondFactorUseCases


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountUseCases:
    admit: Admit
    answer_challenge: AnswerChallenge
    second_factor: SecondFactorUseCases
