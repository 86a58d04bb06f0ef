"""Draws that are fixed, uniform and nested, and give every accepted unit the same chance."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from scipy.stats import kstest

from consensus import certify
from consensus.certify import DrawPlan, drawn_for, keyed_draw
from consensus.domain import Draw
from consensus.domain.guarantee import Scheme
from consensus.errors import UsageError
from tests.unit.certify.logs import THREE_LEVELS

KEY = b"a key of this installation"
DRAW = keyed_draw(KEY)
UNITS = [f"unit {i}" for i in range(10_000)]


def test_draws_are_fixed_and_need_the_key() -> None:
    assert DRAW("audit", "unit 1") == keyed_draw(KEY)("audit", "unit 1") != keyed_draw(b"another")("audit", "unit 1")
    with pytest.raises(UsageError):
        keyed_draw(b"")


def test_a_draw_is_the_same_on_every_machine() -> None:
    # openssl dgst -sha256 -hmac KEY over "spot check\x1funit 1"; the first 53 bits as a fraction.
    assert DRAW("spot check", "unit 1") == 0.39667585654940307


def test_draws_are_uniform_and_purposes_do_not_know_each_other() -> None:
    pairs = np.array([[DRAW("audit", unit), DRAW("pick", unit)] for unit in UNITS])
    assert kstest(pairs[:, 0], "uniform").pvalue > 0.01
    assert abs(np.corrcoef(pairs.T)[0, 1]) < 0.04


def test_a_lots_key_is_committed_to_by_its_hash() -> None:
    key = certify.lot_key(KEY, "batch")
    assert len(key) == 32
    assert key != certify.lot_key(KEY, "another")
    assert certify.commitment(key) == hashlib.sha256(key).hexdigest()


@pytest.mark.parametrize(("a_week", "share"), [(0, 0.2), (199, 0.2), (200, 0.05), (10_000, 0.05)])
def test_more_is_audited_while_the_flow_is_thin(a_week: int, share: float) -> None:
    assert certify.audit_share(a_week) == share


@pytest.mark.parametrize(("cap", "plan"), [(30, (0.75, 2)), (90, (0.9, 5)), (1, (0.05, 1)), (20, (1.0, 1))])
def test_audit_plan(cap: int, plan: tuple[float, int]) -> None:
    assert certify.audit_plan(0.05, cap) == pytest.approx(plan)


@pytest.mark.parametrize("q", [0.05, 0.2])
def test_every_unit_has_its_chance(q: float) -> None:
    for cap in (1, 10, 20, 30, 60, 90, 150):
        r, m = certify.audit_plan(q, cap)
        assert 0 < r <= 1
        assert r * m / cap == pytest.approx(q)


def test_units_beyond_the_cap_go_to_people() -> None:
    names = [certify.unit_name("job", unit) for unit in UNITS[:50]]
    kept = certify.picked(names, 30, DRAW)
    assert len(kept) == 30
    assert kept == certify.picked(list(reversed(names)), 30, DRAW)
    assert kept < certify.picked(names, 40, DRAW)
    assert certify.picked(names, 50, DRAW) == set(names)


def test_the_level_that_operates_and_the_next_wider_one_are_served() -> None:
    assert certify.served(THREE_LEVELS, 1) == (1, 2)
    # The stricter level that comes last would accept nothing that the wider one does not.
    assert certify.served(THREE_LEVELS, 2) == (2,)


LEVELS = {f"u{at}": at % 3 for at in range(30)}
SIZES = (10, 20, 30)


def test_while_learning_everything_is_drawn_for_every_level_that_accepts_it() -> None:
    plan = DrawPlan(Scheme.CENSUS, 1.0, 1, 30, (), 3)
    found = drawn_for(LEVELS, SIZES, plan, DRAW)
    assert found == {name: {0: 0b111, 1: 0b110, 2: 0b100}[level] for name, level in LEVELS.items()}
    assert drawn_for(LEVELS, SIZES, DrawPlan(Scheme.PLACING, 1.0, 1, 30, (1, 2), 3), DRAW) == {}


def in_operation(draw: Draw, sizes: tuple[int, ...] = SIZES) -> dict[str, int]:
    return drawn_for(LEVELS, sizes, DrawPlan(Scheme.PPS, 0.75, 2, 30, (1, 2), 3), draw)


def test_a_batch_is_drawn_in_proportion_to_its_size_then_some_of_its_units() -> None:
    batches = [in_operation(keyed_draw(certify.lot_key(KEY, f"batch {at}"))) for at in range(3000)]
    for level, size in ((1, 20), (2, 30)):
        drawn = [[name for name, bits in found.items() if bits >> level & 1] for found in batches]
        assert {len(names) for names in drawn} == {0, 2}
        assert np.mean([bool(names) for names in drawn]) == pytest.approx(0.75 * size / 30, abs=0.03)
        assert all(LEVELS[name] <= level for names in drawn for name in names)
        each = sum((name == "u0") for names in drawn for name in names) / len(batches)
        assert each == pytest.approx(0.05, abs=0.012)
    assert not any(bits & 1 for found in batches for bits in found.values())


def test_more_copies_keep_what_was_drawn() -> None:
    for at in range(200):
        draw = keyed_draw(certify.lot_key(KEY, f"batch {at}"))
        few, more = in_operation(draw, (1, 2, 3)), in_operation(draw, (10, 20, 30))
        assert all(more.get(name, 0) & bits == bits for name, bits in few.items())


def test_all_are_drawn_of_a_batch_that_has_fewer() -> None:
    plan = DrawPlan(Scheme.PPS, 1.0, 5, 2, (0,), 1)
    assert drawn_for({"a": 0, "b": 0}, (2,), plan, DRAW) == {"a": 1, "b": 1}
