"""What every store of choices about retention must do."""

from application.ports.retention_choices import RetentionChoices
from domain.conversations.retention import RetentionChoice
from tests.builders import ADA, EVE


class RetentionChoicesContract:
    async def test_the_last_choice_holds_until_it_is_taken_back(
        self, choices: RetentionChoices
    ) -> None:
        assert await choices.of(ADA) is None

        await choices.choose(ADA, 30)
        await choices.choose(ADA, 7)
        await choices.choose(EVE, 90)

        assert await choices.of(ADA) == 7
        found = sorted(await choices.all(), key=lambda each: each.owner)
        assert found == [
            RetentionChoice(owner=ADA, days=7),
            RetentionChoice(owner=EVE, days=90),
        ]
        await choices.choose(ADA, None)
        await choices.choose(ADA, None)
        assert await choices.of(ADA) is None
        assert await choices.all() == [RetentionChoice(owner=EVE, days=90)]
