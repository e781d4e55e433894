"""Every golden request in every other format, as one digest: the same in every process."""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from domain.errors import Invalid
from domain.json import write
from tests.unit.domain.formats.golden import bodies
from tests.unit.domain.formats.lanes import LANES, SOURCES, asked, sent


def digest() -> str:
    told = sha256()
    for text in _texts():
        told.update(text.encode())
    return told.hexdigest()


def _texts() -> Iterator[str]:
    for source in SOURCES:
        for body in bodies("requests", source):
            assert isinstance(body, Mapping)
            for target, model in LANES:
                try:
                    yield write(sent(target, asked(source, body)[0], model).body)
                except Invalid as refused:
                    yield str(refused)


if __name__ == "__main__":
    print(digest())  # noqa: T201 - its purpose
