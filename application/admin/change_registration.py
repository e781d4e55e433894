from collections.abc import Sequence
from dataclasses import dataclass

from application.accounts.read_registration import ReadRegistration
from application.admin.permissions import Principal, authorise
from domain.accounts.registration import Policy, Registration, RegistrationChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationView:
    """`now` holds; `choice` is `None` where that are the settings, which `settings` are."""

    now: Registration
    settings: Registration
    choice: RegistrationChoice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRegistration:
    """Say who may open an account, in place of the settings, on all instances at once."""

    registration: ReadRegistration

    async def read(self, *, by: Principal) -> RegistrationView:
        authorise(by, "look")
        return await self._view()

    async def __call__(
        self, policy: Policy, domains: Sequence[str], *, version: int, by: Principal
    ) -> RegistrationView:
        """Raises `Invalid` for a domain that is none, `Conflict` unless `version` is current.

        Version 0 is where the settings hold.
        """
        authorise(by, "change_users")
        choice = RegistrationChoice.of(policy, domains, version=version)
        await self.registration.choices.save(choice)
        return await self._view()

    async def forget(self, *, by: Principal) -> RegistrationView:
        """The settings hold again."""
        authorise(by, "change_users")
        await self.registration.choices.forget()
        return await self._view()

    async def _view(self) -> RegistrationView:
        return RegistrationView(
            now=await self.registration(),
            settings=self.registration.settings,
            choice=await self.registration.choices.current(),
        )
