"""What every store of accounts must do. Subclass and give it the fixture it names."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta

import pytest

from application.ports.administrators import Administrators
from application.ports.api_keys import ApiKeys
from application.ports.limited_subjects import LimitedSubjects
from application.ports.sessions import Sessions
from application.ports.teams import Teams
from application.ports.users import Users
from domain.accounts.access import Scope
from domain.accounts.administrator import Administrator, AdministratorState, Role
from domain.accounts.user import email
from domain.allowances.terms import Budget, Limits
from domain.errors import Conflict, Invalid, NotFound
from domain.ids import AdministratorId, KeyId, SessionId, TeamId, UserId
from domain.transactions.money import NanoUsd
from tests.builders import (
    ADA,
    EVE,
    NOON,
    a_key,
    a_session,
    a_team,
    a_user,
    an_administrator,
)
from tests.contracts.races import winners

HOUR = timedelta(hours=1)
LIMITS = Limits(parallel=2)
BUDGET = Budget(window="month", limit=NanoUsd(10**15), hard=False, zone="Europe/Berlin")


class UsersContract:
    async def test_a_user_comes_back_as_saved(self, users: Users) -> None:
        allowed = a_user().granted(["a*"]).allowed(LIMITS, [BUDGET])
        saved = await users.add(allowed)
        assert saved == replace(allowed, version=1)
        assert await users.get(ADA) == saved
        assert await users.by_email(email("ada@example.com")) == saved

    async def test_nobody_is_found_who_was_not_added(self, users: Users) -> None:
        assert await users.by_email(email("ada@example.com")) is None
        with pytest.raises(NotFound, match="no user 'ada'"):
            await users.get(ADA)

    async def test_an_address_is_taken_once(self, users: Users) -> None:
        await users.add(a_user())
        with pytest.raises(Conflict, match=r"there is an account for ada@example\.com already"):
            await users.add(replace(a_user(), id=EVE))

    async def test_of_many_who_take_an_address_at_once_one_wins(self, users: Users) -> None:
        assert await winners(lambda n: users.add(replace(a_user(), id=UserId(f"u{n}")))) == 1

    async def test_of_many_saves_at_once_one_wins(self, users: Users) -> None:
        user = await users.add(a_user())
        assert await winners(lambda _: users.save(user.disable())) == 1
        assert (await users.get(ADA)).version == 2

    async def test_a_stale_save_is_a_conflict(self, users: Users) -> None:
        first = await users.add(a_user())
        second = await users.save(first.disable())
        assert (second.version, second.state) == (2, "disabled")
        with pytest.raises(Conflict, match="user 'ada' has changed"):
            await users.save(first)

    async def test_pages_are_newest_first_and_complete(self, users: Users) -> None:
        # Two of them share their moment: the id decides.
        for n in range(5):
            await users.add(a_user(f"u{n}", created_at=NOON + HOUR * (n // 2)))
        seen: list[str] = []
        cursor: str | None = None
        while True:
            page = await users.search("", cursor=cursor, limit=2)
            seen += [user.id for user in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert seen == ["u4", "u3", "u2", "u1", "u0"]

    async def test_a_search_finds_names_and_addresses_in_any_case(self, users: Users) -> None:
        await users.add(a_user("ada", name="Lovelace"))
        await users.add(a_user("eve", name="E.(ve)"))
        for text in ("ADA@", "lovel"):
            found = await users.search(text, cursor=None, limit=10)
            assert [user.id for user in found.items] == ["ada"]
        literally = await users.search(".(ve)", cursor=None, limit=10)
        assert [user.id for user in literally.items] == ["eve"]
        assert (await users.search(".*", cursor=None, limit=10)).items == ()

    @pytest.mark.parametrize("cursor", ["", "nonsense", "eyJ9", "ÄÖ"])
    async def test_a_cursor_of_no_page_is_refused(self, users: Users, cursor: str) -> None:
        with pytest.raises(Invalid, match="this cursor came from no page"):
            await users.search("", cursor=cursor, limit=2)


class AdministratorsContract:
    async def test_there_is_nobody_at_first(self, administrators: Administrators) -> None:
        assert not await administrators.exist()
        with pytest.raises(NotFound, match="no administrator 'root'"):
            await administrators.get(AdministratorId("root"))

    async def test_one_comes_back_as_saved(self, administrators: Administrators) -> None:
        saved = await administrators.add(an_administrator())
        assert saved.version == 1
        assert await administrators.get(saved.id) == saved
        assert await administrators.by_email(saved.email) == saved
        assert await administrators.exist()

    async def test_an_address_is_taken_once(self, administrators: Administrators) -> None:
        await administrators.add(an_administrator())
        with pytest.raises(Conflict, match=r"there is an administrator root@example\.com already"):
            await administrators.add(replace(an_administrator(), id=AdministratorId("other")))

    async def test_of_many_who_take_an_address_at_once_one_wins(
        self, administrators: Administrators
    ) -> None:
        def one(n: int) -> Awaitable[Administrator]:
            return administrators.add(replace(an_administrator(), id=AdministratorId(f"a{n}")))

        assert await winners(one) == 1

    async def test_a_strange_address_finds_nobody(self, administrators: Administrators) -> None:
        await administrators.add(an_administrator())
        assert await administrators.by_email(email("other@example.com")) is None

    async def test_roles_are_changed_and_whoever_is_removed_is_gone(
        self, administrators: Administrators
    ) -> None:
        first = await administrators.add(an_administrator())
        other = await administrators.add(
            replace(an_administrator("other"), role="auditor", created_at=NOON + HOUR)
        )
        assert list(await administrators.all()) == [first, other]

        changed = await administrators.appoint(other.id, role="root", state="active")
        demoted = await administrators.appoint(first.id, role="admin", state="disabled")
        assert (changed.role, changed.state) == ("root", "active")
        assert (demoted.role, demoted.state) == ("admin", "disabled")
        assert await administrators.get(first.id) == demoted
        assert await administrators.by_email(first.email) == demoted
        assert list(await administrators.all()) == [demoted, changed]

        assert await administrators.remove(first.id) == demoted
        assert await administrators.by_email(first.email) is None
        assert list(await administrators.all()) == [changed]
        for again in (
            administrators.get(first.id),
            administrators.remove(first.id),
            administrators.appoint(first.id, role="root", state="active"),
        ):
            with pytest.raises(NotFound, match="no administrator 'root'"):
                await again

    async def test_a_password_is_replaced_and_nothing_else(
        self, administrators: Administrators
    ) -> None:
        await administrators.add(an_administrator())
        other = await administrators.add(an_administrator("other"))
        auditor = await administrators.appoint(other.id, role="auditor", state="active")

        changed = await administrators.set_password(other.id, "another hash")

        assert changed == auditor.with_password("another hash")
        assert await administrators.get(other.id) == changed
        await administrators.remove(other.id)
        with pytest.raises(NotFound, match="no administrator 'other'"):
            await administrators.set_password(other.id, "a third")

    async def test_an_address_is_free_once_its_administrator_is_removed(
        self, administrators: Administrators
    ) -> None:
        await administrators.add(an_administrator())
        other = await administrators.add(an_administrator("other"))
        await administrators.remove(other.id)

        again = replace(an_administrator("again"), email=other.email, role="auditor")
        assert await administrators.add(again) == await administrators.get(again.id)

    @pytest.mark.parametrize(
        ("role", "state"), [("admin", "active"), ("auditor", "active"), ("root", "disabled")]
    )
    async def test_the_last_root_stays(
        self, administrators: Administrators, role: Role, state: AdministratorState
    ) -> None:
        root = await administrators.add(an_administrator())
        disabled = await administrators.add(an_administrator("disabled"))
        await administrators.add(replace(an_administrator("admin"), role="admin"))
        await administrators.appoint(disabled.id, role="root", state="disabled")

        with pytest.raises(Conflict, match=r"root@example\.com is the last root"):
            await administrators.appoint(root.id, role=role, state=state)
        with pytest.raises(Conflict, match=r"root@example\.com is the last root"):
            await administrators.remove(root.id)

        assert await administrators.get(root.id) == root
        assert (await administrators.appoint(root.id, role="root", state="active")) == root

    @pytest.mark.parametrize("act", ["demote", "disable", "remove"])
    async def test_of_roots_who_put_each_other_out_at_once_one_stays(
        self, administrators: Administrators, act: str
    ) -> None:
        roots = [(await administrators.add(an_administrator(f"r{n}"))).id for n in range(6)]

        async def put_out(id: AdministratorId) -> bool:
            try:
                if act == "remove":
                    await administrators.remove(id)
                elif act == "disable":
                    await administrators.appoint(id, role="root", state="disabled")
                else:
                    await administrators.appoint(id, role="auditor", state="active")
            except Conflict:
                return False
            return True

        outcomes = await asyncio.gather(*map(put_out, roots))

        left = [each.id for each in await administrators.all() if each.is_acting_root]
        assert sum(outcomes) == len(roots) - 1
        assert left == [roots[outcomes.index(False)]]

    async def test_of_two_roots_who_demote_each_other_one_stays_each_time(
        self, administrators: Administrators
    ) -> None:
        ids = [(await administrators.add(an_administrator(f"r{n}"))).id for n in range(2)]

        async def demote(id: AdministratorId) -> bool:
            try:
                await administrators.appoint(id, role="admin", state="active")
            except Conflict:
                return False
            return True

        for _ in range(5):
            assert sorted(await asyncio.gather(*map(demote, ids))) == [False, True]
            for each in ids:
                await administrators.appoint(each, role="root", state="active")


class TeamsContract:
    async def test_teams_are_listed_by_name(self, teams: Teams) -> None:
        await teams.add(a_team("t1", name="Zebra"))
        await teams.add(a_team("t2", name="Ant"))
        assert [team.id for team in await teams.all()] == ["t2", "t1"]

    async def test_a_team_keeps_its_members(self, teams: Teams) -> None:
        team = await teams.add(a_team())
        saved = await teams.save(
            team.with_member(ADA, role="manager").granted(["a*"]).allowed(LIMITS, [BUDGET])
        )
        assert await teams.get(team.id) == saved
        assert saved.members == (ADA,)

    async def test_a_stale_save_is_a_conflict(self, teams: Teams) -> None:
        team = await teams.add(a_team())
        await teams.save(team)
        with pytest.raises(Conflict):
            await teams.save(team)

    async def test_an_id_is_taken_once(self, teams: Teams) -> None:
        await teams.add(a_team())
        with pytest.raises(Conflict):
            await teams.add(a_team())

    async def test_of_many_saves_at_once_one_wins(self, teams: Teams) -> None:
        team = await teams.add(a_team())
        assert await winners(lambda n: teams.save(team.with_member(UserId(f"u{n}")))) == 1
        assert len((await teams.get(team.id)).members) == 1

    async def test_missing(self, teams: Teams) -> None:
        with pytest.raises(NotFound, match="no team 'nope'"):
            await teams.get(TeamId("nope"))


class SessionsContract:
    async def test_a_session_comes_back_as_saved(self, sessions: Sessions) -> None:
        saved = await sessions.add(a_session())
        assert await sessions.get(saved.id) == saved == replace(a_session(), version=1)

    async def test_missing(self, sessions: Sessions) -> None:
        with pytest.raises(NotFound):
            await sessions.get(SessionId("nope"))

    async def test_of_many_refreshes_at_once_one_wins(self, sessions: Sessions) -> None:
        session = await sessions.add(a_session())
        assert (
            await winners(lambda n: sessions.save(session.rotate("digest", f"next{n}", at=NOON)))
            == 1
        )

    async def test_all_of_an_account_are_ended_once(self, sessions: Sessions) -> None:
        for name in ("s1", "s2"):
            await sessions.add(a_session(name))
        other = await sessions.add(a_session("s3", account="eve"))
        assert set(await sessions.revoke_all("ada", at=NOON)) == {"s1", "s2"}
        assert await sessions.revoke_all("ada", at=NOON + HOUR) == ()
        assert (await sessions.get(SessionId("s1"))).revoked_at == NOON
        assert await sessions.get(other.id) == other

    async def test_an_account_has_the_sessions_that_were_not_ended(
        self, sessions: Sessions
    ) -> None:
        first = await sessions.add(replace(a_session("s1"), device="Firefox"))
        ended = await sessions.add(a_session("s2"))
        await sessions.save(ended.revoke(at=NOON))
        await sessions.add(a_session("s3", account="eve"))
        assert await sessions.of_account("ada") == (first,)

    async def test_a_save_under_way_cannot_undo_the_end(self, sessions: Sessions) -> None:
        session = await sessions.add(a_session())
        await sessions.revoke_all("ada", at=NOON)
        with pytest.raises(Conflict):
            await sessions.save(session)


class ApiKeysContract:
    async def test_a_key_comes_back_as_saved(self, keys: ApiKeys) -> None:
        scope = Scope(models=("a*",), endpoints=("messages",), networks=("10.0.0.0/8",))
        saved = await keys.add(replace(a_key(), scope=scope).allowed(LIMITS, [BUDGET]))
        revoked = await keys.save(saved.revoke(at=NOON))
        assert await keys.get(saved.id) == revoked
        with pytest.raises(Conflict):
            await keys.save(saved)

    async def test_an_id_is_taken_once(self, keys: ApiKeys) -> None:
        await keys.add(a_key())
        with pytest.raises(Conflict):
            await keys.add(a_key())

    async def test_a_touch_notes_the_last_use_and_no_new_version(self, keys: ApiKeys) -> None:
        saved = await keys.add(a_key())
        await keys.touch(saved.id, at=NOON + HOUR)
        assert await keys.get(saved.id) == replace(saved, last_used_at=NOON + HOUR)

    async def test_of_many_saves_at_once_one_wins(self, keys: ApiKeys) -> None:
        key = await keys.add(a_key())
        assert await winners(lambda _: keys.save(key.revoke(at=NOON))) == 1

    async def test_no_touch_brings_a_revoked_key_back(self, keys: ApiKeys) -> None:
        key = await keys.add(a_key())
        await asyncio.gather(
            keys.save(key.revoke(at=NOON)),
            *(keys.touch(key.id, at=NOON + HOUR) for _ in range(20)),
        )
        assert (await keys.get(key.id)).revoked_at == NOON

    async def test_a_cursor_of_no_page_is_refused(self, keys: ApiKeys) -> None:
        with pytest.raises(Invalid, match="this cursor came from no page"):
            await keys.page(cursor="nonsense", limit=2)

    async def test_a_touch_of_a_missing_key_is_nothing(self, keys: ApiKeys) -> None:
        await keys.touch(KeyId("nope"), at=NOON)
        with pytest.raises(NotFound):
            await keys.get(KeyId("nope"))

    async def test_pages_are_newest_first(self, keys: ApiKeys) -> None:
        for n in range(3):
            await keys.add(a_key(f"k{n}", created_at=NOON + HOUR * n))
        first = await keys.page(cursor=None, limit=2)
        rest = await keys.page(cursor=first.next_cursor, limit=2)
        assert [key.id for key in (*first.items, *rest.items)] == ["k2", "k1", "k0"]
        assert rest.next_cursor is None

    async def test_keys_are_found_by_name_and_owner(self, keys: ApiKeys) -> None:
        await keys.add(replace(a_key("k1"), name="Ada's laptop"))
        await keys.add(replace(a_key("k2"), name="a+b", created_at=NOON + HOUR))
        team = replace(a_key("k3"), user=None, team=TeamId("t1"), created_at=NOON + HOUR * 2)
        await keys.add(team)

        async def found(text: str = "", owner: UserId | TeamId | None = None) -> list[str]:
            page = await keys.page(text=text, owner=owner, cursor=None, limit=1)
            rest = await keys.page(text=text, owner=owner, cursor=page.next_cursor, limit=9)
            more = () if page.next_cursor is None else rest.items
            return [key.id for key in (*page.items, *more)]

        assert await found(" LAPTOP") == ["k3", "k1"]
        assert await found("a+b") == ["k2"]
        assert await found(owner=ADA) == ["k2", "k1"]
        assert await found("laptop", ADA) == ["k1"]
        assert await found(owner=TeamId("t1")) == ["k3"]
        assert await found(owner=EVE) == []


class LimitedSubjectsContract:
    """`users` and `keys` are where `limited` looks."""

    async def test_those_with_a_limit_or_a_budget_of_their_own(
        self, users: Users, keys: ApiKeys, limited: LimitedSubjects
    ) -> None:
        await users.add(a_user("ada").allowed(Limits(), [BUDGET]))
        await users.add(a_user("bob"))
        await users.add(
            a_user("eve", created_at=NOON + HOUR).allowed(Limits(requests_per_minute=3), [])
        )
        await keys.add(a_key("k1").allowed(Limits(parallel=1), []))
        await keys.add(a_key("k2", created_at=NOON + HOUR).allowed(Limits(), [BUDGET]))
        await keys.add(replace(a_key("k3"), revoked_at=NOON).allowed(LIMITS, [BUDGET]))
        await keys.add(a_key("k4"))

        people = await limited.users(cursor=None, limit=9)
        those = await limited.keys(cursor=None, limit=9)

        assert [each.id for each in people.items] == ["eve", "ada"]
        assert [each.id for each in those.items] == ["k2", "k1"]
        assert (people.next_cursor, those.next_cursor) == (None, None)

    async def test_page_by_page(
        self, users: Users, keys: ApiKeys, limited: LimitedSubjects
    ) -> None:
        for number in range(3):
            made_at = NOON + number * HOUR
            user, key = a_user(f"u{number}", created_at=made_at), a_key(f"k{number}")
            await users.add(user.allowed(LIMITS, [BUDGET]))
            await keys.add(replace(key, created_at=made_at).allowed(LIMITS, [BUDGET]))

        people = await limited.users(cursor=None, limit=2)
        those = await limited.keys(cursor=None, limit=2)
        last = await limited.users(cursor=people.next_cursor, limit=2)
        last_key = await limited.keys(cursor=those.next_cursor, limit=2)

        assert [each.id for each in (*people.items, *last.items)] == ["u2", "u1", "u0"]
        assert [each.id for each in (*those.items, *last_key.items)] == ["k2", "k1", "k0"]
        assert (last.next_cursor, last_key.next_cursor) == (None, None)
