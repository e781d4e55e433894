"""What every store of carried reasoning must do."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from application.ports.carried_reasoning import TURN_BYTES_MAX, TURNS_MAX, CarriedReasoning
from domain.formats.carrying import Called, CarriedTurn, Said
from domain.llm.prompt import RedactedThinking, Thinking

HOUR = timedelta(hours=1)
TURN = CarriedTurn(
    model="m",
    blocks=(
        Thinking(text="hm \u2028\U0001f600", signature="S+/="),
        Thinking(text="hm"),
        RedactedThinking(data="D"),
        Said(signature=None),
        Called(id="c1", signature="G"),
    ),
)
OTHER = CarriedTurn(model="n", blocks=(Thinking(text="other"),))


class CarriedReasoningContract:
    async def test_what_was_put_comes_back_as_it_was(self, carried: CarriedReasoning) -> None:
        await carried.put("k1", TURN, owner="user:ada", lasting=HOUR)
        await carried.put("k2", OTHER, owner="user:ada", lasting=HOUR)

        found = await carried.get(["k0", "k1", "k2"], owner="user:ada")

        assert found == {"k1": TURN, "k2": OTHER}
        assert await carried.get([], owner="user:ada") == {}

    async def test_nobody_reads_another_s(self, carried: CarriedReasoning) -> None:
        await carried.put("k1", TURN, owner="user:ada", lasting=HOUR)

        assert await carried.get(["k1"], owner="team:ada") == {}
        assert await carried.get(["ada:k1"], owner="user") == {}

    async def test_the_last_one_counts(self, carried: CarriedReasoning) -> None:
        await carried.put("k1", TURN, owner="user:ada", lasting=HOUR)
        await carried.put("k1", OTHER, owner="user:ada", lasting=HOUR)

        assert await carried.get(["k1"], owner="user:ada") == {"k1": OTHER}

    async def test_it_lasts_for_its_time(
        self,
        carried: CarriedReasoning,
        let_pass: Callable[[timedelta], Awaitable[None]],
    ) -> None:
        await carried.put("k1", TURN, owner="user:ada", lasting=HOUR)
        await let_pass(HOUR / 2)
        assert await carried.get(["k1"], owner="user:ada") == {"k1": TURN}
        await let_pass(HOUR)
        assert await carried.get(["k1"], owner="user:ada") == {}

    async def test_one_that_is_too_large_is_not_kept(self, carried: CarriedReasoning) -> None:
        large = CarriedTurn(model="m", blocks=(Thinking(text="x" * TURN_BYTES_MAX),))

        await carried.put("k1", large, owner="user:ada", lasting=HOUR)

        assert await carried.get(["k1"], owner="user:ada") == {}

    async def test_the_oldest_goes_when_there_are_too_many(self, carried: CarriedReasoning) -> None:
        await carried.put("k0", OTHER, owner="user:eve", lasting=HOUR)
        for number in range(TURNS_MAX):
            await carried.put(f"k{number}", OTHER, owner="user:ada", lasting=HOUR)
        await carried.put("k0", OTHER, owner="user:ada", lasting=HOUR)
        await carried.put("more", OTHER, owner="user:ada", lasting=HOUR)

        found = await carried.get(["k0", "k1", "k2", "more"], owner="user:ada")

        assert set(found) == {"k0", "k2", "more"}
        assert set(await carried.get(["k0"], owner="user:eve")) == {"k0"}
