"""OpenAI's SDK by Responses. Type checkers do not read it: it runs on two majors."""

import asyncio
import json
import sys

import openai
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

client = openai.AsyncOpenAI(base_url=f"{sys.argv[1]}/v1", api_key=sys.argv[2], max_retries=0)
ask = client.responses.create
TOOLS = [{"type": "function", "name": "weather", "parameters": CITY_SCHEMA, "strict": False}]


def said(text):
    return [{"role": "user", "content": text}]


async def text(models):
    answer = await ask(model=models + "fake-echo", input=WORDS)
    same((answer.output_text, answer.status), (WORDS, "completed"))
    same((answer.usage.input_tokens, answer.usage.output_tokens), (4, 4))


async def folded(model, question, **options):
    """What the SDK makes of a stream; it must be what comes whole, but for names and times."""
    async with client.responses.stream(model=model, input=question, **options) as stream:
        answer = await stream.get_final_response()
    same(gist(answer), gist(await ask(model=model, input=question, **options)))
    return answer


def gist(answer):
    items = [without_names(item.to_dict()) for item in answer.output]
    counted = (answer.usage.input_tokens, answer.usage.output_tokens, answer.usage.total_tokens)
    return answer.model, answer.status, answer.incomplete_details, items, counted


def without_names(told):
    if isinstance(told, list):
        return [without_names(each) for each in told]
    if not isinstance(told, dict):
        return told
    named = ("id", "call_id", "encrypted_content", "parsed", "parsed_arguments")
    return {
        key: without_names(value)
        for key, value in told.items()
        if key not in named and value is not None
    }


async def text_streamed(models):
    stream = await ask(model=models + "fake-echo", input=WORDS, stream=True)
    events = [event async for event in stream]
    heard = [event.delta for event in events if event.type == "response.output_text.delta"]
    same(("".join(heard), events[-1].type), (WORDS, "response.completed"))
    same((events[-1].response.output_text, events[-1].response.usage.output_tokens), (WORDS, 4))
    await folded(models + "fake-echo", WORDS)


async def parallel_tools(models):
    answer = await ask(model=models + "fake-tools", input="Weather?", tools=TOOLS)
    await hand_back(models, answer)


async def parallel_tools_streamed(models):
    answer = await folded(models + "fake-tools", "Weather?", tools=TOOLS)
    await hand_back(models, answer)


async def hand_back(models, answer):
    calls = [item for item in answer.output if item.type == "function_call"]
    same([(call.name, json.loads(call.arguments)) for call in calls], [("weather", ZURICH)] * 2)
    same(len({call.call_id for call in calls}), 2)
    results = [
        {"type": "function_call_output", "call_id": call.call_id, "output": "rain"}
        for call in calls
    ]
    kept = await ask(
        model=models + "fake-echo",
        previous_response_id=answer.id,
        input=[*results, *said(WORDS)],
        tools=TOOLS,
    )
    same(kept.output_text.endswith(WORDS), True)
    history = [*said("Weather?"), *(item.to_dict() for item in answer.output), *results]
    told = await ask(
        model=models + "fake-echo", input=[*history, *said(WORDS)], tools=TOOLS, store=False
    )
    same(told.output_text.endswith(WORDS), True)


async def image(models):
    parts = [
        {"type": "input_text", "text": "What is this?"},
        {"type": "input_image", "image_url": f"data:image/png;base64,{RED_DOT}"},
    ]
    answer = await ask(model=models + "fake-look", input=[{"role": "user", "content": parts}])
    same(answer.output_text, "I see image/png")


async def thinking(models):
    answer = await ask(
        model=models + "fake-think",
        input="?",
        reasoning={"effort": "high", "summary": "auto"},
        include=["reasoning.encrypted_content"],
    )
    thought = [item for item in answer.output if item.type == "reasoning"]
    heard = ["".join(part.text for part in item.summary) for item in thought]
    same((heard, answer.output_text), (["Let me see."], "Forty-two."))
    await folded(models + "fake-think", "?", reasoning={"effort": "high", "summary": "auto"})


async def structured(models):
    wanted = {"type": "json_schema", "name": "place", "schema": CITY_SCHEMA, "strict": True}
    answer = await ask(model=models + "fake-echo", input=WRITTEN_ZURICH, text={"format": wanted})
    same(json.loads(answer.output_text), ZURICH)


async def error(models):
    try:
        await ask(model=models + "fake-refuse", input="?")
    except openai.RateLimitError as refused:
        same((refused.status_code, "slow down" in refused.message), (429, True))
    else:
        raise AssertionError("no error")


async def broken_stream(models):
    last = None
    try:
        stream = await ask(model=models + "fake-length", input="?", stream=True)
        async for event in stream:
            last = event.type
    except openai.APIError:
        return
    same(last in ("response.failed", "error"), True)


async def disconnect(models):
    stream = await ask(model=models + "fake-slow", input=MANY_WORDS, stream=True)
    async for event in stream:
        if event.type == "response.output_text.delta":
            break
    await stream.close()


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
