"""Candidates take turns."""

from bench.timing import fastest, medians, stopwatch


def test_the_median_of_each_candidate_counts():
    slow, fast = iter([9.0, 3.0, 4.0, 5.0]), iter([1.0, 1.0, 2.0, 9.0])
    took = medians({"slow": lambda: next(slow), "fast": lambda: next(fast)}, rounds=3, warm_up=1)
    assert took == {"slow": 4.0, "fast": 2.0}


def test_of_long_work_the_least_time_counts():
    slow, fast = iter([9.0, 3.0, 4.0]), iter([0.5, 1.0, 2.0])
    took = fastest({"slow": lambda: next(slow), "fast": lambda: next(fast)}, rounds=2, warm_up=1)
    assert took == {"slow": 3.0, "fast": 1.0}


def test_no_candidate_is_always_the_first():
    order = []
    medians(
        {name: lambda name=name: order.append(name) or 0.0 for name in ("first", "second")},
        rounds=2,
    )
    assert order == ["second", "first", "first", "second"]


def test_a_stopwatch_does_the_work_and_says_how_long_it_took():
    done = []
    assert stopwatch(lambda: done.append("work"))() > 0
    assert done == ["work"]
