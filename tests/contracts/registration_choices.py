"""What every store of who may register must do."""

import pytest

from application.ports.registration_choices import RegistrationChoices
from domain.accounts.registration import RegistrationChoice
from domain.errors import Conflict


class RegistrationChoicesContract:
    async def test_one_choice_holds_until_it_is_changed_or_forgotten(
        self, choices: RegistrationChoices
    ) -> None:
        first = RegistrationChoice.of("invite", [], version=0)
        assert await choices.current() is None

        saved = await choices.save(first)
        with pytest.raises(Conflict, match="meanwhile"):
            await choices.save(first)
        changed = await choices.save(RegistrationChoice.of("open", ["x.org"], version=1))
        with pytest.raises(Conflict, match="meanwhile"):
            await choices.save(saved)

        assert await choices.current() == changed
        assert (saved.version, changed.version) == (1, 2)
        await choices.forget()
        await choices.forget()
        assert await choices.current() is None
        assert (await choices.save(first)).version == 1
