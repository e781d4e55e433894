"""What both of OpenAI's formats make of parts that they have no form for (conversion A2, A3)."""

from typing import Final

from domain.errors import Invalid
from domain.formats.media import text_in
from domain.llm.prompt import Document, InlineData, ToolResult

_ANTHROPIC_FILE: Final = "file_"


def document_text(document: Document) -> str | None:
    """A file of plain text, read out under its title; `None` for any other file."""
    source = document.source
    if not isinstance(source, InlineData) or source.media_type != "text/plain":
        return None
    text = text_in(source)
    head = "\n".join(filter(None, (document.title, document.context)))
    return f"{head}\n\n{text}" if head else text


def result_text(result: ToolResult, lines: list[str]) -> str:
    """A result has no mark of failure there: its words must tell."""
    text = "\n".join(lines)
    failed = result.is_error and not text.lower().startswith("error")
    return f"Error: {text}" if failed else text


def own_file(file_id: str) -> str:
    """Raises `Invalid` for the id of a file that Anthropic keeps."""
    if file_id.startswith(_ANTHROPIC_FILE):
        raise Invalid("a file kept by Anthropic cannot be sent to this model; attach it")
    return file_id
