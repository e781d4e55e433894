"""All indexes. Creating one that is there does nothing."""

from typing import Final

from adapters.outbound.mongo.driver import Database, Keys
from adapters.outbound.mongo.failures import mongo_errors

_INDEXES: Final[dict[str, tuple[tuple[str, Keys, bool], ...]]] = {
    "users": (
        ("email", [("email", 1)], True),
        ("newest", [("created_at", -1), ("_id", -1)], False),
    ),
    "administrators": (("email", [("email", 1)], True),),
    "tickets": (("expires", [("expires_at", 1)], False),),
    "identities": (("user", [("user", 1)], False),),
    "sessions": (("account", [("account", 1)], False),),
    "api_keys": (("newest", [("created_at", -1), ("_id", -1)], False),),
    "conversations": (
        ("owner_newest", [("owner", 1), ("updated_at", -1), ("_id", -1)], False),
        ("oldest", [("updated_at", 1)], False),
        ("temporary_oldest", [("temporary", 1), ("updated_at", 1)], False),
    ),
    "messages": (
        ("conversation", [("conversation", 1), ("_id", 1)], False),
        ("files", [("files", 1)], False),
    ),
    "files": (
        ("owner_newest", [("owner", 1), ("created_at", -1), ("_id", -1)], False),
        ("state", [("state", 1)], False),
    ),
    "file_contents.files": (("file", [("file", 1)], False),),
    "passage_vectors": (("file", [("file", 1)], False),),
    "file_contents.chunks": (("files_id_1_n_1", [("files_id", 1), ("n", 1)], True),),
    "shared_links": (
        ("owner", [("owner", 1)], False),
        ("expires", [("expires_at", 1)], False),
    ),
    "generations": (
        ("state", [("state", 1)], False),
        ("owner_state", [("owner", 1), ("state", 1)], False),
    ),
    "kept_answers": (
        ("owner_oldest", [("owner", 1), ("at", 1)], False),
        ("owner_items", [("owner", 1), ("items", 1)], False),
    ),
    "agents": (
        ("owner", [("owner", 1)], False),
        ("shared", [("shared", 1)], False),
    ),
    "agent_versions": (("agent", [("agent", 1)], False),),
    "saved_prompts": (
        ("owner", [("owner", 1)], False),
        ("teams", [("draft.teams", 1)], False),
    ),
    "provider_keys": (("owner", [("owner", 1)], False),),
    "presets": (("owner", [("owner", 1)], False),),
    "projects": (("owner", [("owner", 1)], False),),
    "tool_connections": (("owner_prefix", [("owner", 1), ("prefix", 1)], True),),
    "transactions": (
        ("day_newest", [("day", 1), ("at", -1), ("_id", -1)], False),
        ("newest", [("at", -1), ("_id", -1)], False),
        ("user_newest", [("payer.user", 1), ("at", -1), ("_id", -1)], False),
        ("team_newest", [("payer.team", 1), ("at", -1), ("_id", -1)], False),
        ("key_newest", [("payer.key", 1), ("at", -1), ("_id", -1)], False),
    ),
    "search_entries": (
        ("owner", [("owner", 1)], False),
        ("conversation", [("conversation", 1)], False),
    ),
    "search_buckets": (
        ("owner_bucket", [("owner", 1), ("bucket", 1)], False),
        ("span", [("span", 1)], False),
    ),
    "search_pages": (
        ("conversations", [("conversations", 1)], False),
        ("span", [("span", 1)], False),
        ("owner", [("owner", 1)], False),
    ),
    "search_states": (("untidy", [("untidy", 1)], False),),
    "usage_totals": (
        ("day", [("day", 1)], False),
        ("user_day", [("user", 1), ("day", 1)], False),
    ),
    "open_batches": (("writer", [("writer", 1)], False),),
    "alerts": (
        ("newest", [("fired_at", -1), ("_id", -1)], False),
        ("resolved", [("resolved_at", 1)], False),
        ("due", [("due_at", 1)], False),
    ),
    "audit_log": (
        ("actor_newest", [("actor.id", 1), ("_id", -1)], False),
        ("subject_newest", [("subject.id", 1), ("_id", -1)], False),
        ("action_newest", [("action", 1), ("_id", -1)], False),
        ("at", [("at", 1)], False),
    ),
}


_SPARSE: Final = {("messages", "files")}
"""Fields that few documents have; the others take no room in the index."""


async def ensure_indexes(database: Database) -> None:
    """Raise `Unavailable` when MongoDB is away."""
    with mongo_errors():
        for collection, indexes in _INDEXES.items():
            for name, keys, unique in indexes:
                sparse = (collection, name) in _SPARSE
                await database[collection].create_index(
                    keys, name=name, unique=unique, sparse=sparse
                )
