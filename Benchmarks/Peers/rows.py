"""Times wavelet transforms of row-major float32 signals, of wavepress and of other libraries, and a copy.

Each library runs in a process of its own, one thread. At each wavelet, length and batch every result is
checked against a naive float64 computation, the synthesis against the signals; then all take turns for
several rounds. Part of peers.py.
"""

import json
import multiprocessing
import pathlib
import statistics
import subprocess
import sys
import tempfile
import warnings

import numpy

from common import ROOT, check, periodized, time_once

WAVELETS = ("db3", "db10", "bior4.4")
LENGTHS = (512, 4096, 32768, 262144, 1048576)
BATCHES = (1, 64)
MOST = 64 * 2**20  # Samples of a batch.
LEVELS = 6
PASSES = ("analysis", "synthesis")


def cases():
    return [
        (wavelet, n, batch)
        for wavelet in WAVELETS
        for n in LENGTHS
        for batch in BATCHES
        if n * batch <= MOST
    ]


def signals(n, batch):
    return numpy.random.default_rng(n).standard_normal((batch, n), numpy.float32)


def verify(name, x, coefficients, output, wavelet, step=None):
    """Checks what a library makes of the signals `x`: the first, one in between and the last."""
    import pywt

    some = sorted({0, len(x) // 2, len(x) - 1})
    bank = pywt.Wavelet(wavelet)
    low, high = numpy.array(bank.dec_lo), numpy.array(bank.dec_hi)
    expected = periodized(x[some].astype(float), low, high, LEVELS, step)
    check(f"{name}, {wavelet}", coefficients[some], expected)
    check(f"{name}, {wavelet} and back", output[some], x[some].astype(float))


# Libraries. Each maker takes a case and returns what runs a pass, or None where the library lacks the
# wavelet.


def make_pywavelets(wavelet, n, batch):
    import pywt

    x = signals(n, batch)
    bank = pywt.Wavelet(wavelet)
    bands = None

    def analysis():
        nonlocal bands
        bands = pywt.wavedec(x, bank, mode="periodization", level=LEVELS, axis=-1)

    def synthesis():
        return pywt.waverec(bands, bank, mode="periodization", axis=-1)

    analysis()
    verify("PyWavelets", x, numpy.concatenate(bands, axis=-1), synthesis(), wavelet)
    return analysis, synthesis


# ndwt's CDF9_7 has the coefficients of bior4.4; its Bior4_4 has others.
NDWT = {"db3": "Daubechies3", "db10": "Daubechies10", "bior4.4": "CDF9_7"}

# Its lifting steps give the same bands, moved by some samples and some with the other sign. Those of db10
# give others.
NDWT_STEPS = {
    "db3": lambda low, high: (numpy.roll(low, -1, axis=-1), -numpy.roll(high, 1, axis=-1)),
    "bior4.4": lambda low, high: (low, -high),
}


def make_ndwt_bank(wavelet, n, batch):
    import ndwt

    x = signals(n, batch)
    bands, output = numpy.empty_like(x), numpy.empty_like(x)
    name = getattr(ndwt.Wavelet, NDWT[wavelet])

    def analysis():
        ndwt.dwt_per(name, x, axes=1, level=LEVELS, out=bands)

    def synthesis():
        ndwt.idwt_per(name, bands, axes=1, level=LEVELS, out=output)

    analysis()
    synthesis()
    verify("ndwt filter bank", x, bands, output, wavelet)
    return analysis, synthesis


def make_ndwt_lifting(wavelet, n, batch):
    import ndwt

    if wavelet not in NDWT_STEPS:
        return None
    x = signals(n, batch)
    bands, output = numpy.empty_like(x), numpy.empty_like(x)
    name = getattr(ndwt.Wavelet, NDWT[wavelet])
    options = {"bc": ndwt.BoundaryCondition.Periodic, "axes": 1, "level": LEVELS}

    def analysis():
        ndwt.lwt(name, x, out=bands, **options)

    def synthesis():
        ndwt.ilwt(name, bands, out=output, **options)

    analysis()
    synthesis()
    verify("ndwt lifting", x, bands, output, wavelet, NDWT_STEPS[wavelet])
    return analysis, synthesis


def make_copy(wavelet, n, batch):
    x = signals(n, batch)
    output = numpy.empty_like(x)
    return (lambda: numpy.copyto(output, x)), (lambda: numpy.copyto(output, x))


class Library:
    """A library in a process of its own."""

    def __init__(self, name, maker):
        self.name = name
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        context.Process(target=serve, args=(theirs, maker), daemon=True).start()
        theirs.close()

    def receive(self):
        try:
            return self.connection.recv()
        except EOFError:
            sys.exit(f"peers: {self.name} failed")

    def prepare(self, case):
        """Checks a case; whether the library has it."""
        self.connection.send(case)
        return self.receive()

    def time(self, number, seconds):
        self.connection.send((number, seconds))
        return self.receive()


def serve(connection, maker):
    """Prepares a case, or times a pass of the one prepared last."""
    warnings.simplefilter("ignore")  # PyWavelets finds 6 levels of short signals too many.
    runs = None
    while True:
        try:
            message = connection.recv()
        except EOFError:  # The measuring process has ended.
            return
        if len(message) == 3:
            runs = None
            runs = maker(*message)
            connection.send(runs is not None)
        else:
            number, seconds = message
            runs[number]()
            connection.send(time_once(runs[number], None, seconds))


class Ours:
    """bench-transforms, one process for each case."""

    def __init__(self, command):
        self.command = command
        self.process = None

    def prepare(self, case):
        wavelet, n, batch = case
        self.end()
        x = signals(n, batch)
        with tempfile.TemporaryDirectory() as folder:
            given, results = pathlib.Path(folder, "signals"), pathlib.Path(folder, "results")
            x.tofile(given)
            command = [self.command, str(given), "--wavelet", wavelet, "--length", str(n)]
            command += ["--levels", str(LEVELS), "--export", str(results)]
            self.process = subprocess.Popen(
                command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            self.isa = self.receive()["isa"]
            coefficients, output = numpy.fromfile(results, numpy.float32).reshape(2, batch, n)
        verify("wavepress", x, coefficients, output, wavelet)

    def receive(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit("peers: bench-transforms failed")
        return json.loads(line)

    def time(self, number, seconds):
        self.process.stdin.write(f"{PASSES[number]} {seconds}\n")
        self.process.stdin.flush()
        figures = self.receive()["nanoseconds"]
        return statistics.median(figures), min(figures)

    def end(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait()


def measure(command, found, rounds, seconds):
    """A row for each case, pass and library of those found, and for a copy of the signals."""
    makers = {
        "PyWavelets": make_pywavelets,
        "ndwt filter bank": make_ndwt_bank,
        "ndwt lifting": make_ndwt_lifting,
    }
    libraries = [Library(name, makers[name]) for name in makers if name in found]
    libraries.append(Library("copy", make_copy))
    ours = Ours(command) if command else None
    rows = []
    for case in cases():
        print("peers: rows, {}, {} samples, batch {}".format(*case), file=sys.stderr)
        if ours:
            ours.prepare(case)
        having = [library for library in libraries if library.prepare(case)]
        for number, name in enumerate(PASSES):
            mine, theirs = [], {library.name: [] for library in having}
            for _ in range(rounds):
                if ours:
                    mine.append(ours.time(number, seconds))
                for library in having:
                    theirs[library.name].append(library.time(number, seconds))
            for peer, measured in theirs.items():
                rows.append(row(case, name, peer, measured, mine))
    if ours:
        ours.end()
    return rows


def row(case, name, peer, measured, mine):
    """The medians of the rounds' medians, and the least of all."""
    wavelet, n, batch = case
    result = {
        "layer": "rows",
        "pass": name,
        "wavelet": wavelet,
        "n": n,
        "batch": batch,
        "levels": LEVELS,
        "peer": peer,
        "peer_ns": statistics.median(median for median, _ in measured),
        "peer_min_ns": min(least for _, least in measured),
    }
    if mine:
        result["ours_ns"] = statistics.median(median for median, _ in mine)
        result["ours_min_ns"] = min(least for _, least in mine)
        result["ratio"] = result["peer_ns"] / result["ours_ns"]
    return result


def table(rows):
    """A line for each case and pass: our time, the ratios to it, and the copy."""
    peers = []
    for one in rows:
        if one["peer"] not in peers:
            peers.append(one["peer"])
    lines = [
        "## From rows to rows",
        "",
        f"{LEVELS} levels, periodized, row-major signals to row-major coefficients and back, in-process calls of each",
        "library; medians of interleaved rounds. For each peer its time over ours: above 1 wavepress is faster.",
        "`copy` is one copy of the same signals. Batches of 64 signals go up to a length of "
        f"{MOST // max(BATCHES):,}.",
        "ndwt's lifting steps of db10 give another transform, and its bior4.4 is called CDF9_7.",
        "",
        "| wavelet | pass | n | batch | ours, ns | ours, ns/element | " + " | ".join(peers) + " |",
        "|---|---|--:|--:|--:|--:|" + "--:|" * len(peers),
    ]
    keys = list(dict.fromkeys((r["wavelet"], r["pass"], r["n"], r["batch"]) for r in rows))
    for key in keys:
        own = {r["peer"]: r for r in rows if (r["wavelet"], r["pass"], r["n"], r["batch"]) == key}
        one = next(iter(own.values()))
        ours = one.get("ours_ns")
        figures = (f"{ours:,.0f}", f"{ours / (one['n'] * one['batch']):.3f}") if ours else ("–", "–")
        ratios = [
            "–" if p not in own else f"{own[p]['ratio']:.2f}" if ours else f"{own[p]['peer_ns']:,.0f} ns"
            for p in peers
        ]
        lines.append(f"| {key[0]} | {key[1]} | {key[2]} | {key[3]} | {' | '.join((*figures, *ratios))} |")
    return "\n".join(lines) + "\n"
