from domain.search.postings import (
    SPAN_MAX,
    bucket_of,
    buckets_of,
    joined,
    numbers_with,
    packed,
    unpacked,
)
from domain.search.query import Term


def test_numbers_come_back_as_packed() -> None:
    numbers = [0, 1, 300, SPAN_MAX - 1]

    assert list(unpacked(packed(numbers))) == numbers
    assert packed([258]) == b"\x02\x01"


def test_words_that_begin_alike_are_in_one_bucket() -> None:
    buckets = buckets_of([frozenset({"tram", "trip", "a"}), frozenset({"tram", "東京"})])

    assert {name: sorted(bucket) for name, bucket in buckets.items()} == {
        "tr": ["tram", "trip"],
        "a": ["a"],
        "東": ["東京"],
    }
    assert list(unpacked(buckets["tr"]["tram"])) == [0, 1]
    assert bucket_of("東") == bucket_of("東京") == "東"


def test_a_beginning_finds_all_words_that_begin_so() -> None:
    bucket = {"tram": packed([0, 2]), "trams": packed([1, 2]), "trip": packed([3])}

    assert numbers_with(Term(word="tram"), bucket) == {0, 2}
    assert numbers_with(Term(word="tram", is_prefix=True), bucket) == {0, 1, 2}
    assert numbers_with(Term(word="tr", is_prefix=True), bucket) == {0, 1, 2, 3}
    assert numbers_with(Term(word="train"), bucket) == set()


def test_joined_buckets_know_the_new_numbers_and_drop_what_is_gone() -> None:
    old = {"tram": packed([0, 1]), "trip": packed([1])}
    young = {"tram": packed([0])}

    bucket = joined([(old, [0, None]), (young, [1])])

    assert {word: list(unpacked(numbers)) for word, numbers in bucket.items()} == {"tram": [0, 1]}
