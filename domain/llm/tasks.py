"""What a model is for: which calls it answers, by what is known of its name and its provider."""

import re
from typing import Final, Literal, get_args

Task = Literal[
    "chat", "completions", "embeddings", "images", "speech", "transcriptions", "moderations"
]
TASKS: Final[tuple[Task, ...]] = get_args(Task)
CHAT: Final[tuple[Task, ...]] = ("chat",)

_BY_NAME: Final[tuple[tuple[re.Pattern[str], Task], ...]] = (
    (re.compile(r"embed|\b(?:bge|gte|e5|all-minilm|voyage)\b"), "embeddings"),
    (re.compile(r"\bgpt-image-|\bdall-e-|\bchatgpt-image-"), "images"),
    (re.compile(r"\btts\b"), "speech"),
    (re.compile(r"\bwhisper\b|-transcribe\b"), "transcriptions"),
    (re.compile(r"-moderation\b"), "moderations"),
    (re.compile(r"^gpt-3\.5-turbo-instruct|^(?:davinci|babbage)-002"), "completions"),
)
_BY_KIND: Final[dict[str, tuple[Task, ...]]] = {
    "anthropic": CHAT,
    "google": ("chat", "embeddings"),
}


def possible_tasks(kind: str) -> tuple[Task, ...]:
    """What we can ask of the models of a kind of provider."""
    return _BY_KIND.get(kind, TASKS)


def tasks_of(upstream: str, kind: str) -> tuple[Task, ...]:
    """By the name that the provider gives to a model; chat, when it tells nothing else."""
    possible = possible_tasks(kind)
    for pattern, task in _BY_NAME:
        if task in possible and pattern.search(upstream.lower()):
            return (task,)
    return CHAT
