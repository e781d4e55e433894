from tests.upstream.fixture import fake_upstream

__all__ = ["fake_upstream"]
