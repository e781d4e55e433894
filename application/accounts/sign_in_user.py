"""Signing in tells a stranger nothing: not who has an account, nor who was shut out.

An unknown address, a wrong password and a disabled account take the same time and get the
same words (security rules 2.4). Each try is counted before it is checked, so that many at
once do not slip past the delay.
"""

import hashlib
from dataclasses import dataclass

from typing_extensions import override

from application.accounts.second_factor import ProvePassword
from application.ports.clock import Clock
from application.ports.passwords import Passwords
from application.ports.sign_in_attempts import SignInAttempts
from application.ports.users import Users
from domain.accounts.user import Email, User, email
from domain.errors import Conflict, Forbidden, Invalid, RateLimited, Unauthenticated
from domain.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInUser:
    """Check somebody's credentials.

    Raises `Unauthenticated` when they are not good, `RateLimited` after too many tries for
    one address from one place, `Forbidden` with the reason for whoever is banned.
    """

    users: Users
    passwords: Passwords
    attempts: SignInAttempts
    clock: Clock

    async def __call__(self, address: str, password: str, *, place: str) -> User:
        who = f"{hashlib.sha256(address.strip().casefold().encode()).hexdigest()}@{place}"
        wait_s = await self.attempts.wait_s(who)
        if wait_s > 0:
            raise RateLimited(f"too many tries; wait {wait_s} seconds", retry_after_s=wait_s)
        await self.attempts.failed(who)
        user = await self._find(address)
        matches = await self.passwords.matches(password, user.password_hash if user else None)
        if user is None or not matches or not user.is_active:
            raise Unauthenticated("the e-mail address or the password is wrong")
        await self.attempts.clear(who)
        user.check_ban(at=self.clock())
        return await self._see(user)

    async def _find(self, address: str) -> User | None:
        try:
            checked: Email = email(address)
        except Invalid:
            return None
        return await self.users.by_email(checked)

    async def _see(self, user: User) -> User:
        try:
            return await self.users.save(user.seen(at=self.clock()))
        except Conflict:
            return user  # Changed meanwhile, by another sign-in of theirs: seen all the same.


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveUser(ProvePassword):
    """Somebody signed in shows that they know their password."""

    users: Users
    sign_in: SignInUser

    @override
    async def __call__(self, account: str, password: str, *, place: str) -> str:
        user = await self.users.get(UserId(account))
        user.require_password()
        try:
            await self.sign_in(user.email, password, place=place)
        except Unauthenticated:
            raise Forbidden("the password is wrong") from None
        return user.email
