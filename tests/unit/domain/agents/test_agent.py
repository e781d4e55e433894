import pytest

from domain.agents.agent import NAME_LENGTH_MAX
from domain.errors import Invalid
from tests.builders import an_agent


@pytest.mark.parametrize("name", ["", "  ", "a" * (NAME_LENGTH_MAX + 1)])
def test_an_agent_has_a_name_of_one_to_eighty_characters(name: str) -> None:
    with pytest.raises(Invalid, match="1 to 80 characters"):
        an_agent(name=name)


def test_an_agent_s_name_may_be_as_long_as_allowed() -> None:
    assert an_agent(name="a" * NAME_LENGTH_MAX).name == "a" * NAME_LENGTH_MAX
