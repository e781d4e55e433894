from tests.integration.stores import mongo_url, redis_url

__all__ = ["mongo_url", "redis_url"]
