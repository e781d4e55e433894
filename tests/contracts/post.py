"""What everybody who takes letters must do."""

from collections.abc import Callable

from application.ports.post import Letter, Post
from domain.accounts.user import email

LETTER = Letter(to=email("ada@example.com"), subject="Grüße — 1", text="Ein Link:\n.\nEnde\n")
Delivered = Callable[[], list[tuple[str, str, str]]]
"""To whom, about what, and the text, of each letter that arrived."""


class PostContract:
    async def test_a_letter_arrives_as_it_was_written(
        self, post: Post, delivered: Delivered
    ) -> None:
        await post.send(LETTER)

        assert delivered() == [(LETTER.to, LETTER.subject, LETTER.text)]
