"""argon2id with OWASP's parameters; two at once, so that sign-ins cannot starve the rest."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar, final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from typing_extensions import override

from application.ports.passwords import Passwords
from domain.errors import RateLimited

_MEMORY_KIB: Final = 19_456
_PASSES: Final = 2
_AT_ONCE: Final = 2
_WAITING_MAX: Final = 50

Answer = TypeVar("Answer")


@final
class Argon2Passwords(Passwords):
    def __init__(self, *, waiting_max: int = _WAITING_MAX) -> None:
        self._hasher = PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=1)
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="passwords")
        self._open = 0
        self._open_max = waiting_max + _AT_ONCE
        # Verified against when there is no account, so that it takes as long as if there were.
        self._nobody = self._hasher.hash("the password of nobody")

    @override
    async def hash(self, password: str) -> str:
        return await self._run(lambda: self._hasher.hash(password))

    @override
    async def matches(self, password: str, hash: str | None) -> bool:
        same = await self._run(lambda: self._verify(password, hash or self._nobody))
        return same and bool(hash)

    def _verify(self, password: str, hash: str) -> bool:
        try:
            return self._hasher.verify(hash, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], Answer]) -> Answer:
        if self._open >= self._open_max:
            raise RateLimited("too many people sign in at this moment", retry_after_s=2)
        self._open += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._open -= 1
