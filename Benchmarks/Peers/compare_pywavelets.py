"""Computes again, with PyWavelets, what the executable compare-pywavelets has computed.

Transforms are compared for the same filters, ours: PyWavelets' own are less exact for some
wavelets, and are compared for themselves. Errors of a transform are the largest difference from
PyWavelets' float64 result, relative to the largest sample or coefficient. Run through
Scripts/compare-pywavelets.sh, which makes the environment that this needs.
"""

import argparse
import importlib.metadata
import json
import math
import pathlib
import platform
import sys
import warnings

import numpy
import pywt
from results import RESULTS, write

TOLERANCES = {"double": 1e-12, "float": 2e-6}
FILTER_TOLERANCE = 1e-12
# Lines continued beyond the ends enlarge rounding errors at each level anew. PyWavelets' own float32 results show by
# how much, and ours may be three times as far off.
ENLARGING = ("multi", "smooth")
RESULT = RESULTS / "pywavelets.md"

warnings.simplefilter("ignore")  # Levels beyond the useful ones are part of the comparison.


class Records:
    """Arrays one after the other, each after its number of elements."""

    def __init__(self, path):
        self.path = path
        self.values = numpy.load(path).astype(float)
        self.place = 0

    def next(self, shape, what):
        count = math.prod(shape)
        start = self.place + 1
        found = int(self.values[self.place]) if start <= len(self.values) else "the end"
        if found != count:
            sys.exit(f"compare: {self.path.name}: expected {count} elements of {what}, found {found}")
        self.place = start + count
        return self.values[start : self.place].reshape(shape)

    def finish(self):
        if self.place != len(self.values):
            sys.exit(f"compare: {self.path.name}: expected the end, found {len(self.values) - self.place} more")


class Worst:
    """The largest of many errors, and where it was."""

    def __init__(self):
        self.error, self.place, self.count = 0.0, "–", 0

    def add(self, error, place):
        self.count += 1
        if math.isnan(error) or error > self.error:  # NaN stays: it is larger than no number.
            self.error, self.place = error, place


# Transforms.


def refused(length, mode, levels, taps):
    """Whether PyWavelets has no transform: it reflects no single sample."""
    for _ in range(levels):
        if length == 1 and mode in ("reflect", "antireflect"):
            return True
        length = pywt.dwt_coeff_len(length, taps, mode)
    return False


def coefficient_count(length, mode, levels, taps):
    total = 0
    for _ in range(levels):
        length = pywt.dwt_coeff_len(length, taps, mode)
        total += length
    return total + length


def compare_transforms(name, wavelet, cases, signals, folder, table, skipped):
    transforms = [("single", one) for one in cases["singleLevel"]]
    if name in cases["deepWavelets"]:
        transforms += [("multi", one) for one in cases["multiLevel"]]
    ours = {kind: Records(folder / f"{name}.{kind}.npy") for kind in TOLERANCES}
    for mode in cases["modes"]:
        for depth, one in transforms:
            length, levels, x = cases["lengths"][one["signal"]], one["levels"], signals[one["signal"]]
            what = f"{name}, {mode}, length {length}, {levels} level{'s' if levels > 1 else ''}"
            shape = 2, coefficient_count(length, mode, levels, wavelet.dec_len)
            found = {
                kind: (records.next(shape, what), records.next(x.shape, what)) for kind, records in ours.items()
            }
            if refused(length, mode, levels, wavelet.dec_len):
                skipped[mode].append(what)
            else:
                compare_with_theirs(found, x, wavelet, mode, levels, what, depth, table)
            if name != "dmey":  # Which reconstructs up to 1e-3 only.
                compare_trip(found, x, what, mode, depth, table)
    for records in ours.values():
        records.finish()


def compare_with_theirs(found, x, wavelet, mode, levels, what, depth, table):
    if levels == 1:
        bands = pywt.dwt(x, wavelet, mode, axis=-1)
        back = pywt.idwt(*bands, wavelet, mode, axis=-1)
    else:
        bands = pywt.wavedec(x, wavelet, mode, level=levels, axis=-1)
        back = pywt.waverec(bands, wavelet, mode, axis=-1)
    expected = numpy.concatenate(bands, axis=-1)
    back = back[:, : x.shape[1]]  # PyWavelets gives odd signals a sample more.
    scale = max(numpy.abs(expected).max(), numpy.abs(x).max())
    if (depth, mode) == ENLARGING:
        narrow = pywt.wavedec(x.astype(numpy.float32), wavelet, mode, level=levels, axis=-1)
        table[ENLARGING].add(numpy.abs(numpy.concatenate(narrow, axis=-1) - expected).max() / scale, what)
    for kind, (coefficients, trip) in found.items():
        table[depth, mode, kind, "dwt"].add(numpy.abs(coefficients - expected).max() / scale, what)
        table[depth, mode, kind, "idwt"].add(numpy.abs(trip - back).max() / scale, what)


def compare_trip(found, x, what, mode, depth, table):
    for kind, (coefficients, trip) in found.items():
        scale = max(numpy.abs(coefficients).max(), numpy.abs(x).max())
        table[depth, mode, kind, "trip"].add(numpy.abs(trip - x).max() / scale, what)


# Filters.


def products(a, b):
    """The full convolution, each sum rounded once."""
    n = len(a)
    return [math.fsum(a[j] * b[k - j] for j in range(max(0, k - n + 1), min(n, k + 1))) for k in range(2 * n - 1)]


def alternating(taps):
    return [-tap if k % 2 else tap for k, tap in enumerate(taps)]


def reconstruction_error(bank):
    """How far from H0(z)F0(z) + H1(z)F1(z) = 2 z^-(L-1) and H0(-z)F0(z) + H1(-z)F1(z) = 0."""
    h0, h1, f0, f1 = bank
    middle = len(h0) - 1
    straight = [a + b for a, b in zip(products(h0, f0), products(h1, f1))]
    straight[middle] -= 2
    alias = [a + b for a, b in zip(products(alternating(h0), f0), products(alternating(h1), f1))]
    return max(map(abs, straight + alias))


def compare_filters(name, bank):
    theirs = [list(map(float, taps)) for taps in pywt.Wavelet(name).filter_bank]
    difference = max(abs(a - b) for one, other in zip(bank, theirs) for a, b in zip(one, other))
    return name, difference, reconstruction_error(bank), reconstruction_error(theirs)


# Report.


def figure(error):
    return f"{error:.1e}"


def report(cases, table, skipped, filters):
    names = {"dwt": "coefficients", "idwt": "inverse", "trip": "round trip"}
    depths = {
        "single": f"One level, all {len(cases['wavelets'])} wavelets, signals of 1–40, 64, 100 and 1000 samples",
        "multi": f"2, 3 and 5 levels of {', '.join(cases['deepWavelets'])}, signals of 20–40, 64, 100 and 1000 samples",
    }
    differing = [row for row in filters if row[1] > FILTER_TOLERANCE]
    lines = [
        "# wavepress and PyWavelets",
        "",
        "Written by `make compare`: wavepress, instruction set "
        f"{cases['instructionSet']}, and PyWavelets {importlib.metadata.version('PyWavelets')}, NumPy {numpy.__version__}, "
        f"Python {platform.python_version()}.",
        "",
        "## Transforms",
        "",
        "For the same filters, wavepress's. Each signal is transformed in a batch that fills the lanes and alone. An error is "
        "the largest difference, relative to the largest sample or coefficient: of coefficients and of the inverse from "
        "PyWavelets' float64 results, of the round trip from the signal (dmey left out, which reconstructs up to 1e-3). "
        + " and ".join(f"{kind.capitalize()} may be {tolerance:g} off" for kind, tolerance in TOLERANCES.items())
        + f", coefficients of several levels of smooth in Float {3 * table[ENLARGING].error:.1e}, three times as far as those of "
        "PyWavelets in float32, as continued lines enlarge rounding at each level"
        + ". Inverses have exactly as many samples as the signal.",
    ]
    for depth, title in depths.items():
        lines += [
            "",
            f"### {title}",
            "",
            "| mode | compared | " + " | ".join(f"{kind}: {what}" for kind in TOLERANCES for what in names.values())
            + " | largest in Double | largest in Float |",
            "|---|" + "--:|" * (1 + len(TOLERANCES) * len(names)) + "---|---|",
        ]
        for mode in cases["modes"]:
            cells = {(kind, what): table[depth, mode, kind, what] for kind in TOLERANCES for what in names}
            largest = [
                max((cells[kind, what] for what in names), key=lambda cell: cell.error).place.replace(f"{mode}, ", "")
                for kind in TOLERANCES
            ]
            lines.append(
                f"| {mode} | {cells['double', 'dwt'].count:,} | "
                + " | ".join(figure(cell.error) for cell in cells.values())
                + f" | {' | '.join(largest)} |"
            )
    lines += ["", "### Where PyWavelets has no transform", ""]
    for mode, places in skipped.items():
        if places:
            lines.append(
                f"- {mode}: {len(places)} transforms that extend a single sample, the first {places[0]}. "
                "Only our round trip is checked there."
            )
    if not any(skipped.values()):
        lines.append("None of these.")
    lines += [
        "",
        "## Filters",
        "",
        f"Taps of {len(filters) - len(differing)} of {len(filters)} wavelets agree to {FILTER_TOLERANCE:g}; the others are below. "
        "The error of a bank is the largest coefficient of `H0(z)F0(z) + H1(z)F1(z) − 2z^−(L−1)` and of "
        "`H0(−z)F0(z) + H1(−z)F1(z)`, which are 0 for perfect reconstruction.",
    ]
    if differing:
        lines += [
            "",
            "| wavelet | largest difference | wavepress's error | PyWavelets' error |",
            "|---|--:|--:|--:|",
        ] + [f"| {name} | {' | '.join(figure(x) for x in errors)} |" for name, *errors in differing]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path, help="what compare-pywavelets wrote to")
    folder = parser.parse_args().folder
    cases = json.loads((folder / "cases.json").read_text())
    foreign = [mode for mode in cases["modes"] if mode not in pywt.Modes.modes]
    if foreign:
        sys.exit(f"compare: PyWavelets has no mode {', '.join(foreign)}")
    if sorted(cases["wavelets"]) != sorted(pywt.wavelist(kind="discrete")):
        sys.exit("compare: PyWavelets has other discrete wavelets")
    records = Records(folder / "signals.npy")
    signals = [records.next((2, length), "a signal") for length in cases["lengths"]]
    records.finish()

    cells = [
        (depth, mode, kind, what)
        for depth in ("single", "multi")
        for mode in cases["modes"]
        for kind in TOLERANCES
        for what in ("dwt", "idwt", "trip")
    ]
    table = {cell: Worst() for cell in cells}
    table[ENLARGING] = Worst()
    skipped = {mode: [] for mode in cases["modes"]}
    filters = []
    for name in cases["wavelets"]:
        bank = numpy.load(folder / f"{name}.filters.npy").reshape(4, -1).tolist()
        filters.append(compare_filters(name, bank))
        compare_transforms(name, pywt.Wavelet(name, filter_bank=bank), cases, signals, folder, table, skipped)

    text = report(cases, table, skipped, filters)
    print(text, end="")
    bounds = {(depth, mode, kind, what): TOLERANCES[kind] for depth, mode, kind, what in cells}
    bounds[(*ENLARGING, "float", "dwt")] = 3 * table[ENLARGING].error
    failures = [
        f"{what} of {mode} in {kind}: {table[cell].error:.2g} at {table[cell].place}"
        for cell in cells
        for _, mode, kind, what in [cell]
        if not table[cell].error <= bounds[cell]
    ]
    failures += [
        f"filters of {name}: {difference:.2g} off, with an error of {ours:.2g} against {theirs:.2g}"
        for name, difference, ours, theirs in filters
        if not (difference <= FILTER_TOLERANCE or ours < theirs)
    ]
    if failures:
        sys.exit("\n".join(f"compare: {failure}" for failure in failures))
    write(RESULT, text)


if __name__ == "__main__":
    main()
