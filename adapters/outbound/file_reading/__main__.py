"""`python -m adapters.outbound.file_reading MEGABYTES SECONDS NAME < file`: read one file and tell.

The limits are set before a byte is looked at; what goes beyond them ends this process alone.
"""

import resource
import sys

from adapters.outbound.file_reading.answer import written
from adapters.outbound.file_reading.reading import reading_of


def main() -> None:
    megabytes, seconds, name = sys.argv[1:]
    memory = int(megabytes) * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read()
    sys.stdout.buffer.write(written(reading_of(data, name)))


if __name__ == "__main__":
    main()
