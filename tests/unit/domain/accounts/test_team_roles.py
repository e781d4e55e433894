import pytest

from domain.errors import Invalid, NotFound
from domain.ids import UserId
from tests.builders import ADA, EVE, a_team


def test_a_member_has_a_role_which_can_change() -> None:
    team = a_team().with_member(ADA).with_member(EVE, role="manager")
    assert [team.role_of(user) for user in (ADA, EVE, UserId("x"))] == ["member", "manager", None]

    changed = team.with_member(ADA, role="manager").with_member(EVE, role="member")

    assert changed.members == (ADA, EVE)
    assert changed.managers == (ADA,)
    assert changed.with_member(EVE) is changed


def test_who_leaves_has_no_role_any_more() -> None:
    team = a_team().with_member(ADA, role="manager").without_member(ADA)

    assert (team.members, team.managers) == ((), ())
    with pytest.raises(NotFound, match="'ada' is no member of 'Team'"):
        team.without_member(ADA)


def test_a_team_has_room_for_a_thousand() -> None:
    team = a_team()
    for n in range(1_000):
        team = team.with_member(UserId(f"u{n}"))

    with pytest.raises(Invalid, match="at most 1000 members"):
        team.with_member(ADA)
    with pytest.raises(Invalid, match="is no pattern"):
        team.granted([" "])
