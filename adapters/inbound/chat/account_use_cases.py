"""Ways into an account, and what protects it."""

from dataclasses import dataclass

from adapters.inbound.chat.provider_use_cases import ProviderUseCases
from application.accounts.admit import Admit, AnswerChallenge
from application.accounts.read_registration import ReadRegistration
from application.accounts.register_user import Enrol
from application.accounts.reset_password import AskForReset, SetNewPassword
from application.accounts.second_factor import SecondFactorUseCases
from application.accounts.verify_email import RequireVerified, VerifyEmail


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountUseCases:
    admit: Admit
    answer_challenge: AnswerChallenge
    second_factor: SecondFactorUseCases
    registration: ReadRegistration
    enrol: Enrol
    require_verified: RequireVerified
    verify_email: VerifyEmail
    ask_for_reset: AskForReset
    set_new_password: SetNewPassword
    providers: ProviderUseCases
