"""Anthropic's SDK. Type checkers do not read it: it runs on two majors."""

import asyncio
import json
import sys

import anthropic
from report import (
    CITY_SCHEMA,
    MANY_WORDS,
    RED_DOT,
    WORDS,
    WRITTEN_ZURICH,
    ZURICH,
    report,
    same,
)

client = anthropic.AsyncAnthropic(base_url=sys.argv[1], api_key=sys.argv[2], max_retries=0)
TOOLS = [{"name": "weather", "input_schema": CITY_SCHEMA}]


def ask(model, messages, **options):
    return client.messages.create(model=model, max_tokens=9000, messages=messages, **options)


def said(text):
    return [{"role": "user", "content": text}]


def spoken(answer):
    return "".join(block.text for block in answer.content if block.type == "text")


async def text(models):
    answer = await ask(models + "fake-echo", said(WORDS))
    same((spoken(answer), answer.stop_reason), (WORDS, "end_turn"))
    same((answer.usage.input_tokens, answer.usage.output_tokens), (4, 4))


async def folded(model, question, **options):
    """What the SDK makes of a stream; it must be what comes whole, but for names."""
    async with client.messages.stream(
        model=model, max_tokens=9000, messages=question, **options
    ) as stream:
        answer = await stream.get_final_message()
    same(gist(answer), gist(await ask(model, question, **options)))
    return answer


def gist(answer):
    blocks = [
        {
            key: value
            for key, value in block.to_dict().items()
            if key not in ("id", "parsed_output") and value is not None
        }
        for block in answer.content
    ]
    counted = (answer.usage.input_tokens, answer.usage.output_tokens)
    return answer.model, answer.role, answer.stop_reason, answer.stop_sequence, blocks, counted


async def text_streamed(models):
    async with client.messages.stream(
        model=models + "fake-echo", max_tokens=900, messages=said(WORDS)
    ) as stream:
        heard = "".join([piece async for piece in stream.text_stream])
        answer = await stream.get_final_message()
    same((heard, spoken(answer)), (WORDS, WORDS))
    same((answer.usage.input_tokens, answer.usage.output_tokens), (4, 4))
    await folded(models + "fake-echo", said(WORDS))


async def parallel_tools(models):
    question = said("Weather?")
    answer = await ask(models + "fake-tools", question, tools=TOOLS)
    await hand_back(models, question, answer)


async def parallel_tools_streamed(models):
    question = said("Weather?")
    answer = await folded(models + "fake-tools", question, tools=TOOLS)
    await hand_back(models, question, answer)


async def hand_back(models, question, answer):
    calls = [block for block in answer.content if block.type == "tool_use"]
    same(answer.stop_reason, "tool_use")
    same([(call.name, call.input) for call in calls], [("weather", ZURICH)] * 2)
    same(len({call.id for call in calls}), 2)
    results = [{"type": "tool_result", "tool_use_id": call.id, "content": "rain"} for call in calls]
    history = [
        *question,
        {"role": "assistant", "content": [block.model_dump() for block in answer.content]},
        {"role": "user", "content": [*results, {"type": "text", "text": WORDS}]},
    ]
    answer = await ask(models + "fake-echo", history, tools=TOOLS)
    same(spoken(answer).endswith(WORDS), True)


async def image(models):
    source = {"type": "base64", "media_type": "image/png", "data": RED_DOT}
    parts = [{"type": "image", "source": source}, {"type": "text", "text": "What is this?"}]
    answer = await ask(models + "fake-look", [{"role": "user", "content": parts}])
    same(spoken(answer), "I see image/png")


async def thinking(models):
    answer = await ask(
        models + "fake-think", said("?"), thinking={"type": "enabled", "budget_tokens": 8000}
    )
    thought = [block for block in answer.content if block.type == "thinking"]
    same(([block.thinking for block in thought], spoken(answer)), (["Let me see."], "Forty-two."))
    await folded(
        models + "fake-think", said("?"), thinking={"type": "enabled", "budget_tokens": 8000}
    )


async def structured(models):
    wanted = {"format": {"type": "json_schema", "schema": CITY_SCHEMA}}
    answer = await ask(
        models + "fake-echo", said(WRITTEN_ZURICH), extra_body={"output_config": wanted}
    )
    same(json.loads(spoken(answer)), ZURICH)


async def error(models):
    try:
        await ask(models + "fake-refuse", said("?"))
    except anthropic.RateLimitError as refused:
        same((refused.status_code, "slow down" in str(refused)), (429, True))
    else:
        raise AssertionError("no error")


async def broken_stream(models):
    heard = ""
    try:
        async with client.messages.stream(
            model=models + "fake-length", max_tokens=900, messages=said("?")
        ) as stream:
            async for piece in stream.text_stream:
                heard += piece
            await stream.get_final_message()
    except anthropic.APIError:
        return
    raise AssertionError(f"a clean end after {heard!r}")


async def disconnect(models):
    async with client.messages.stream(
        model=models + "fake-slow", max_tokens=900, messages=said(MANY_WORDS)
    ) as stream:
        async for _ in stream.text_stream:
            break


TASKS = {
    "text": text,
    "text, streamed": text_streamed,
    "parallel tools": parallel_tools,
    "parallel tools, streamed": parallel_tools_streamed,
    "image": image,
    "thinking": thinking,
    "structured output": structured,
    "error": error,
    "broken stream": broken_stream,
    "disconnect": disconnect,
}
asyncio.run(report(TASKS))
