"""People's own keys at providers, on memory stores, with providers that take what begins right."""

from dataclasses import dataclass, field

from adapters.outbound.memory.changes import MemoryChanges
from adapters.outbound.memory.provider_keys import MemoryProviderKeys
from adapters.outbound.system.sealing import AesSealing
from application.own_provider_keys import OpenProvider, OpenProviders, UseOwnKeys
from application.ports.clock import Clock
from application.ports.offers import ProviderAddress
from domain.errors import UpstreamFailed
from entrypoints.provider_keys import use_cases_on
from tests.clock import FakeClock

SECRET = "sk-good-7f3e-9c1d"


def opened(*names: str, base_url: str | None = None) -> OpenProviders:
    """Providers where people may use their own."""
    return OpenProviders(
        {name: OpenProvider(name=name, kind="openai", base_url=base_url) for name in names}
    )


@dataclass
class OwnKeysDesk:
    clock: Clock = field(default_factory=FakeClock)
    keys: MemoryProviderKeys = field(default_factory=MemoryProviderKeys)
    providers: OpenProviders = field(default_factory=lambda: opened("upstream"))
    changes: MemoryChanges = field(default_factory=MemoryChanges)
    asked: list[ProviderAddress] = field(default_factory=list[ProviderAddress])

    def __post_init__(self) -> None:
        self.sealing = AesSealing(b"p" * 32)
        self.put_in = UseOwnKeys(providers=self.providers, sealing=self.sealing)
        self.use = use_cases_on(
            self.keys,
            self.providers,
            self.sealing,
            self.changes,
            ask=self._ask,
            clock=self.clock,
        )

    async def _ask(self, where: ProviderAddress) -> tuple[str, ...]:
        self.asked.append(where)
        if not (where.api_key or "").startswith("sk-good"):
            raise UpstreamFailed(f"https://x.example answered 401: bad key {where.api_key}")
        return ("small",)
