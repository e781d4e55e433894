"""OpenAI's SDK by Chat Completions. Type checkers do not read it: it runs on two majors."""

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
ask = client.chat.completions.create
TOOLS = [
    {"type": "function", "function": {"name": "weather", "parameters": CITY_SCHEMA, "strict": True}}
]


def said(text):
    return [{"role": "user", "content": text}]


async def text(models):
    answer = await ask(model=models + "fake-echo", messages=said(WORDS))
    same((answer.choices[0].message.content, answer.choices[0].finish_reason), (WORDS, "stop"))
    same((answer.usage.prompt_tokens, answer.usage.completion_tokens), (4, 4))


async def folded(model, question, **options):
    """What the SDK makes of a stream; it must be what comes whole, but for names and times."""
    async with client.chat.completions.stream(
        model=model, messages=question, stream_options={"include_usage": True}, **options
    ) as stream:
        answer = await stream.get_final_completion()
    same(gist(answer), gist(await ask(model=model, messages=question, **options)))
    return answer


def gist(answer):
    (choice,), usage = answer.choices, answer.usage
    message = choice.message.to_dict()
    message.pop("parsed", None)
    calls = [
        (call["type"], call["function"]["name"], call["function"]["arguments"])
        for call in message.pop("tool_calls", None) or ()
    ]
    told = {key: value for key, value in message.items() if value}
    counted = (usage.prompt_tokens, usage.completion_tokens, usage.total_tokens)
    return answer.model, choice.index, choice.finish_reason, told, calls, counted


async def text_streamed(models):
    await folded(models + "fake-echo", said(WORDS))
    stream = await ask(
        model=models + "fake-echo",
        messages=said(WORDS),
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = [chunk async for chunk in stream]
    spoken = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    same("".join(spoken), WORDS)
    same([chunk.usage.completion_tokens for chunk in chunks if chunk.usage], [4])


async def parallel_tools(models):
    question = said("Weather?")
    answer = await ask(model=models + "fake-tools", messages=question, tools=TOOLS)
    calls = answer.choices[0].message.tool_calls
    same(answer.choices[0].finish_reason, "tool_calls")
    await hand_back(models, question, [(call.id, call.function) for call in calls])


async def parallel_tools_streamed(models):
    question = said("Weather?")
    answer = await folded(models + "fake-tools", question, tools=TOOLS)
    calls = answer.choices[0].message.tool_calls
    await hand_back(models, question, [(call.id, call.function) for call in calls])


async def hand_back(models, question, calls):
    same([(call.name, json.loads(call.arguments)) for _, call in calls], [("weather", ZURICH)] * 2)
    same(len({place for place, _ in calls}), 2)
    history = [
        *question,
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {
                    "id": place,
                    "type": "function",
                    "function": {"name": call.name, "arguments": call.arguments},
                }
                for place, call in calls
            ],
        },
        *({"role": "tool", "tool_call_id": place, "content": "rain"} for place, _ in calls),
        *said(WORDS),
    ]
    answer = await ask(model=models + "fake-echo", messages=history, tools=TOOLS)
    same(answer.choices[0].message.content.endswith(WORDS), True)


async def image(models):
    parts = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{RED_DOT}"}},
    ]
    answer = await ask(model=models + "fake-look", messages=[{"role": "user", "content": parts}])
    same(answer.choices[0].message.content, "I see image/png")


async def thinking(models):
    answer = await ask(model=models + "fake-think", messages=said("?"), reasoning_effort="high")
    message = answer.choices[0].message
    same((message.reasoning_content, message.content), ("Let me see.", "Forty-two."))
    await folded(models + "fake-think", said("?"), reasoning_effort="high")


async def structured(models):
    wanted = {"name": "place", "schema": CITY_SCHEMA, "strict": True}
    answer = await ask(
        model=models + "fake-echo",
        messages=said(WRITTEN_ZURICH),
        response_format={"type": "json_schema", "json_schema": wanted},
    )
    same(json.loads(answer.choices[0].message.content), ZURICH)


async def error(models):
    try:
        await ask(model=models + "fake-refuse", messages=said("?"))
    except openai.RateLimitError as refused:
        same((refused.status_code, "slow down" in refused.message), (429, True))
    else:
        raise AssertionError("no error")


async def broken_stream(models):
    spoken = ""
    try:
        stream = await ask(model=models + "fake-length", messages=said("?"), stream=True)
        async for chunk in stream:
            spoken += (chunk.choices[0].delta.content or "") if chunk.choices else ""
    except openai.APIError:
        return
    raise AssertionError(f"a clean end after {spoken!r}")


async def disconnect(models):
    stream = await ask(model=models + "fake-slow", messages=said(MANY_WORDS), stream=True)
    spoken = ""
    async for chunk in stream:
        spoken += (chunk.choices[0].delta.content or "") if chunk.choices else ""
        if spoken:
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
