"""Circles among what waits for one another, compared with what networkx finds."""

from itertools import pairwise

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.domain.waiting import find_cycle

IDS = st.integers(min_value=1, max_value=8)
NEEDS = st.dictionaries(IDS, st.lists(IDS, max_size=4), max_size=8)


@pytest.mark.parametrize(
    ("needs", "wanted", "cycle"),
    [
        ({}, [], ()),
        ({}, [2], ()),
        ({}, [1], (1, 1)),
        ({2: [1]}, [2], (1, 2, 1)),
        ({2: [3], 3: [1]}, [2], (1, 2, 3, 1)),
        ({2: [3], 3: [1], 4: [1]}, [2, 4], (1, 4, 1)),
        ({2: [3], 3: [2]}, [2], ()),
        ({1: [2], 2: [1]}, [3, 3], ()),
    ],
)
def test_the_shortest_circle_is_found(needs, wanted, cycle):
    assert find_cycle(needs, 1, wanted) == cycle


@given(NEEDS, IDS, st.lists(IDS, max_size=4))
def test_what_is_found_is_a_circle_and_nothing_is_missed(needs, start, wanted):
    edges = {one: set(others) for one, others in needs.items()} | {start: set(wanted)}
    graph = networkx.DiGraph([(one, other) for one in edges for other in edges[one]])
    graph.add_node(start)
    cycle = find_cycle(needs, start, wanted)
    if cycle:
        assert cycle[0] == cycle[-1] == start
        assert len(set(cycle)) == len(cycle) - 1
        assert all(graph.has_edge(*pair) for pair in pairwise(cycle))
    back = [
        networkx.shortest_path_length(graph, one, start)
        for one in edges[start]
        if networkx.has_path(graph, one, start)
    ]
    assert len(cycle) == (min(back) + 2 if back else 0)
