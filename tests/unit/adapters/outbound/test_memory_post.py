import pytest

from adapters.outbound.memory.post import MemoryPost
from tests.contracts.post import Delivered, PostContract


class TestMemoryPost(PostContract):
    @pytest.fixture
    def post(self) -> MemoryPost:
        return MemoryPost()

    @pytest.fixture
    def delivered(self, post: MemoryPost) -> Delivered:
        return lambda: [(each.to, each.subject, each.text) for each in post.letters]
