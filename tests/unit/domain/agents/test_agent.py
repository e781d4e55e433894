"""SEC-20: what looks like a template in an agent stays as it is."""

import pytest

from domain.agents.agent import (
    NAME_LENGTH_MAX,
    AgentDraft,
    AgentShare,
    Parameters,
    Right,
    ToolUse,
    agent_in,
    filled,
)
from domain.errors import Invalid
from domain.ids import AgentId, TeamId
from domain.tools.tool import Approval
from tests.builders import ADA, EVE, an_agent


@pytest.mark.parametrize("name", ["", "  ", "a" * (NAME_LENGTH_MAX + 1)])
def test_an_agent_has_a_name_of_one_to_eighty_characters(name: str) -> None:
    with pytest.raises(Invalid, match="1 to 80 characters"):
        an_agent(name=name)


def test_an_agent_s_name_may_be_as_long_as_allowed() -> None:
    assert an_agent(name="a" * NAME_LENGTH_MAX).draft.name == "a" * NAME_LENGTH_MAX


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"emoji": "x" * 17}, "emoji"),
        ({"description": "x" * 501}, "description"),
        ({"instructions": "x" * 60_001}, "instructions"),
        ({"model": "agent/other"}, "not another agent"),
        ({"tools": (ToolUse(name="a"), ToolUse(name="a"))}, "each once"),
        ({"starters": ("",)}, "starters"),
        ({"starters": ("a",) * 9}, "starters"),
    ],
)
def test_what_an_agent_cannot_be_is_refused(given: dict[str, str], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        AgentDraft(**{"name": "a", "model": "m", **given})  # type: ignore[arg-type]  # a table


@pytest.mark.parametrize(
    ("temperature", "top_p", "tokens"),
    [(-0.1, None, None), (2.1, None, None), (None, 0, None), (None, 1.1, None), (None, None, 0)],
)
def test_parameters_lie_where_models_take_them(
    temperature: float | None, top_p: float | None, tokens: int | None
) -> None:
    with pytest.raises(Invalid):
        Parameters(temperature=temperature, top_p=top_p, max_output_tokens=tokens)


@pytest.mark.parametrize(
    ("shares", "right"),
    [
        ([], None),
        ([("user:eve", "view")], "view"),
        ([("team:t", "edit")], "edit"),
        ([("team:t", "view"), ("user:eve", "edit")], "edit"),
        ([("team:other", "edit"), ("user:bob", "edit")], None),
    ],
)
def test_whom_it_is_shared_with_has_a_right(
    shares: list[tuple[str, str]], right: Right | None
) -> None:
    agent = an_agent().shared(
        [
            AgentShare(subject=subject, right="edit" if share == "edit" else "view")
            for subject, share in shares
        ]
    )

    assert agent.right_of(EVE, teams=[TeamId("t")]) == right
    assert agent.right_of(ADA, teams=[]) == "own"


def test_it_is_shared_with_each_once_and_not_with_its_owner() -> None:
    view = AgentShare(subject="user:eve", right="view")

    with pytest.raises(Invalid, match="each once"):
        an_agent().shared([view, view])
    with pytest.raises(Invalid, match="owner"):
        an_agent().shared([AgentShare(subject="user:ada", right="view")])


@pytest.mark.parametrize(
    ("own", "usual", "for_others"),
    [
        ("always", "ask", "ask"),
        ("ask", "always", "ask"),
        ("never", "ask", "never"),
        ("always", "always", "always"),
    ],
)
def test_only_its_owner_lets_a_tool_do_more_than_it_usually_may(
    own: Approval, usual: Approval, for_others: Approval
) -> None:
    agent, use = an_agent(), ToolUse(name="act", approval=own)

    assert agent.approval_of(use, usual, caller=ADA) == own
    assert agent.approval_of(use, usual, caller=EVE) == for_others


def test_an_agent_is_a_model_by_its_id() -> None:
    assert an_agent().model_name == "agent/a1"
    assert agent_in("agent/a1") == AgentId("a1")
    assert agent_in("small") is None


def test_variables_that_are_known_are_filled_in_once() -> None:
    values = {"user": "{{date}}", "date": "today"}

    assert filled("{{user}} {{ date }}", values) == "{{date}} today"


@pytest.mark.parametrize(
    "text",
    [
        "${JWT_SECRET}",
        "$JWT",
        "%JWT%",
        "{{env.X}}",
        "{{7*7}}",
        "#{7*7}",
        "{0.__class__}",
        "%n",
        "{{nope}}",
    ],
)
def test_nothing_else_in_instructions_means_anything(text: str) -> None:
    assert filled(text, {"user": "Ada"}) == text
