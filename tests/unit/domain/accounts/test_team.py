from dataclasses import replace

import pytest

from domain.accounts.team import NAME_LENGTH_MAX
from domain.errors import Invalid
from tests.builders import ADA, EVE, a_team


def test_a_member_comes_last() -> None:
    team = a_team().with_member(ADA).with_member(EVE)

    assert team == replace(a_team(), members=(ADA, EVE))


def test_nobody_is_a_member_twice() -> None:
    team = a_team().with_member(ADA).with_member(EVE)

    assert team.with_member(ADA) == team


@pytest.mark.parametrize("name", ["", "  ", "a" * (NAME_LENGTH_MAX + 1)])
def test_a_team_has_a_name_of_one_to_eighty_characters(name: str) -> None:
    with pytest.raises(Invalid, match="1 to 80 characters"):
        a_team(name=name)


def test_a_team_s_name_may_be_as_long_as_allowed() -> None:
    assert a_team(name="a" * NAME_LENGTH_MAX).name == "a" * NAME_LENGTH_MAX
