from tests.integration.sharing import pytest_collection_modifyitems, pytest_xdist_make_scheduler
from tests.integration.stores import mongo_url, redis_url
from tests.integration.whole_system import admin_token, gateway, system, trust

__all__ = [
    "admin_token",
    "gateway",
    "mongo_url",
    "pytest_collection_modifyitems",
    "pytest_xdist_make_scheduler",
    "redis_url",
    "system",
    "trust",
]
