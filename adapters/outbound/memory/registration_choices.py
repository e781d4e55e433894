from dataclasses import replace
from typing import final

from typing_extensions import override

from application.ports.registration_choices import RegistrationChoices
from domain.accounts.registration import RegistrationChoice
from domain.errors import Conflict


@final
class MemoryRegistrationChoices(RegistrationChoices):
    def __init__(self) -> None:
        self._choice: RegistrationChoice | None = None

    @override
    async def current(self) -> RegistrationChoice | None:
        return self._choice

    @override
    async def save(self, choice: RegistrationChoice) -> RegistrationChoice:
        known = 0 if self._choice is None else self._choice.version
        if choice.version != known:
            raise Conflict("who may register was changed meanwhile")
        self._choice = replace(choice, version=known + 1)
        return self._choice

    @override
    async def forget(self) -> None:
        self._choice = None
