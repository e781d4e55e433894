import asyncio

from application.cancelling import cancel


async def test_all_have_ended_also_those_that_swallow_the_first_wish() -> None:
    swallowed = 0

    async def stubborn() -> None:
        nonlocal swallowed
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            swallowed += 1
        await asyncio.Event().wait()

    async def obedient() -> None:
        await asyncio.Event().wait()

    tasks = [asyncio.ensure_future(stubborn()), asyncio.ensure_future(obedient())]
    await asyncio.sleep(0)

    await cancel(tasks, again_s=0)

    assert [task.cancelled() for task in tasks] == [True, True]
    assert swallowed == 1


async def test_nothing_to_cancel_is_done_at_once() -> None:
    await cancel([])
