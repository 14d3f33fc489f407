"""What the measurements share: one thread, naive references, timing."""

import os

THREAD_SETTINGS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "RAYON_NUM_THREADS",
)
for setting in THREAD_SETTINGS:  # Read when a library loads: before the imports below.
    os.environ[setting] = "1"

import pathlib
import statistics
import sys
import time

import numpy

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


# Naive references, float64.


def band(x, taps, start):
    """sum_j taps[j] x[(2k + start - j) mod n], k = 0 ..< n/2, along the last axis."""
    return sum(
        tap * numpy.roll(x, j - start, axis=-1)[..., ::2] for j, tap in enumerate(taps)
    )


def periodized(x, low, high, levels, step=None):
    """The periodized transform in flat order; `step` turns each level's bands into a peer's own."""
    details = []
    for _ in range(levels):
        start = len(low) // 2
        x, detail = band(x, low, start), band(x, high, start)
        if step:
            x, detail = step(x, detail)
        details.insert(0, detail)
    return numpy.concatenate([x, *details], axis=-1)


def hadamard(n):
    matrix = numpy.ones((1, 1))
    while len(matrix) < n:
        matrix = numpy.block([[matrix, matrix], [matrix, -matrix]])
    return matrix


def check(name, result, expected):
    error = numpy.abs(result - expected).max() / numpy.abs(expected).max()
    if not (result.shape == expected.shape and error < 1e-5):
        sys.exit(f"peers: {name} does not compute the expected transform (error {error:.2g})")


# Timing.


def time_once(run, prepare, seconds):
    """The median and the least duration of a call, in ns, over about `seconds` of calls."""
    durations = []
    end = time.perf_counter() + seconds
    while len(durations) < 5 or time.perf_counter() < end:
        if prepare:
            prepare()
        start = time.perf_counter_ns()
        run()
        durations.append(time.perf_counter_ns() - start)
    return statistics.median(durations), min(durations)
