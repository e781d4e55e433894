from typing import final

from typing_extensions import override

from application.ports.post import Letter, Post


@final
class MemoryPost(Post):
    def __init__(self) -> None:
        self.letters: list[Letter] = []

    @override
    async def send(self, letter: Letter) -> None:
        self.letters.append(letter)
