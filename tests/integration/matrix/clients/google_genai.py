"""Google's SDK. Type checkers do not read it: the programs of the matrix are the SDKs' users."""

import asyncio
import base64
import json
import sys

from google import genai
from google.genai import errors, types
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

client = genai.Client(
    api_key=sys.argv[2], vertexai=False, http_options=types.HttpOptions(base_url=sys.argv[1])
)
ask = client.aio.models.generate_content
ask_streamed = client.aio.models.generate_content_stream
WEATHER = types.FunctionDeclaration(name="weather", parameters_json_schema=CITY_SCHEMA)
TOOLS = types.GenerateContentConfig(
    tools=[types.Tool(function_declarations=[WEATHER])],
    automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
)


async def text(models):
    answer = await ask(model=models + "fake-echo", contents=WORDS)
    same((answer.text, answer.candidates[0].finish_reason), (WORDS, types.FinishReason.STOP))
    counted = answer.usage_metadata
    same((counted.prompt_token_count, counted.candidates_token_count), (4, 4))


async def text_streamed(models):
    stream = await ask_streamed(model=models + "fake-echo", contents=WORDS)
    chunks = [chunk async for chunk in stream]
    same("".join(chunk.text or "" for chunk in chunks), WORDS)
    same(chunks[-1].usage_metadata.candidates_token_count, 4)


async def parallel_tools(models):
    answer = await ask(model=models + "fake-tools", contents="Weather?", config=TOOLS)
    await hand_back(models, answer.candidates[0].content.parts)


async def parallel_tools_streamed(models):
    stream = await ask_streamed(model=models + "fake-tools", contents="Weather?", config=TOOLS)
    contents = [chunk.candidates[0].content async for chunk in stream if chunk.candidates]
    await hand_back(models, [part for each in contents if each for part in each.parts or []])


async def hand_back(models, parts):
    calls = [part.function_call for part in parts if part.function_call]
    same([(call.name, call.args) for call in calls], [("weather", ZURICH)] * 2)
    results = [
        types.Part(
            function_response=types.FunctionResponse(
                id=call.id, name=call.name, response={"output": "rain"}
            )
        )
        for call in calls
    ]
    history = [
        types.Content(role="user", parts=[types.Part(text="Weather?")]),
        types.Content(role="model", parts=parts),
        types.Content(role="user", parts=[*results, types.Part(text=WORDS)]),
    ]
    answer = await ask(model=models + "fake-echo", contents=history, config=TOOLS)
    same(answer.text.endswith(WORDS), True)


async def image(models):
    dot = types.Part.from_bytes(data=base64.b64decode(RED_DOT), mime_type="image/png")
    answer = await ask(model=models + "fake-look", contents=["What is this?", dot])
    same(answer.text, "I see image/png")


async def thinking(models):
    wanted = types.ThinkingConfig(include_thoughts=True, thinking_budget=8000)
    answer = await ask(
        model=models + "fake-think",
        contents="?",
        config=types.GenerateContentConfig(thinking_config=wanted),
    )
    thought = [part.text for part in answer.candidates[0].content.parts if part.thought]
    same(("".join(thought), answer.text), ("Let me see.", "Forty-two."))


async def structured(models):
    wanted = types.GenerateContentConfig(
        response_mime_type="application/json", response_json_schema=CITY_SCHEMA
    )
    answer = await ask(model=models + "fake-echo", contents=WRITTEN_ZURICH, config=wanted)
    same(json.loads(answer.text), ZURICH)


async def error(models):
    try:
        await ask(model=models + "fake-refuse", contents="?")
    except errors.ClientError as refused:
        same((refused.code, refused.status), (429, "RESOURCE_EXHAUSTED"))
        same("slow down" in str(refused), True)
    else:
        raise AssertionError("no error")


async def broken_stream(models):
    heard = ""
    try:
        async for chunk in await ask_streamed(model=models + "fake-length", contents="?"):
            heard += chunk.text or ""
    except errors.APIError:
        return
    raise AssertionError(f"a clean end after {heard!r}")


async def disconnect(models):
    stream = await ask_streamed(model=models + "fake-slow", contents=MANY_WORDS)
    async for chunk in stream:
        if chunk.text:
            break
    await stream.aclose()


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
