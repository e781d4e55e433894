"""Every route about what is one's own."""

from typing import Final

from adapters.inbound.chat import (
    announcements,
    connections,
    imports,
    memory,
    own_keys,
    own_usage,
    provider_keys,
    sharing,
)

OWN_ROUTERS: Final = (
    own_usage.router,
    own_keys.router,
    sharing.router,
    connections.router,
    imports.router,
    memory.router,
    announcements.router,
    provider_keys.router,
)
