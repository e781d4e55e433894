from dataclasses import dataclass, replace

from application.ports.registration_choices import RegistrationChoices
from domain.accounts.registration import Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRegistration:
    """Who may register now: what administrators chose, else the settings.

    The store is asked each time, so every instance knows at once. Whether addresses must be
    confirmed is the settings' alone. Raises `Unavailable`.
    """

    settings: Registration
    choices: RegistrationChoices

    async def __call__(self) -> Registration:
        choice = await self.choices.current()
        if choice is None:
            return self.settings
        return replace(self.settings, policy=choice.policy, domains=choice.domains)
