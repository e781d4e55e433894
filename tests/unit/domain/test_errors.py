from domain.errors import RateLimited


def test_whoever_comes_too_often_is_told_when_to_come_back() -> None:
    limited = RateLimited("too many sign-ins", retry_after_s=30)

    assert str(limited) == "too many sign-ins"
    assert limited.retry_after_s == 30


def test_without_a_better_answer_it_is_worth_trying_in_a_second() -> None:
    assert RateLimited("too many").retry_after_s == 1
