"""Times other libraries beside wavepress, one thread, float32, in one run.

Every peer's result is checked against a naive float64 computation before it is timed. The
wavepress bench and the peers then take turns for several rounds; a figure is the median of
its rounds. rows.py does the same for transforms of row-major signals, whose figures follow. Run
through run.sh, which makes the environment that this needs.
"""

import argparse
import ctypes
import importlib.metadata
import json
import multiprocessing
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import warnings

from common import ROOT, check, hadamard, periodized, time_once  # First: it sets threads.

import numpy
import rows as row_major
from results import RESULTS, write

BATCH = 64
LEVELS = 6
WAVELET = "db3"
TAPS = 6
FWT_SIZES = (512, 1024, 4096)
WHT_SIZES = (256, 512, 1024, 2048, 4096)
# Fewer rounds are not kept.
ROUNDS = 5


# Peers. Each maker takes n and returns (run, prepare): `prepare` is not timed.


def signal(n):
    return numpy.random.default_rng(n).standard_normal((BATCH, n)).astype(numpy.float32)


def filters():
    import pywt

    wavelet = pywt.Wavelet(WAVELET)
    return numpy.array(wavelet.dec_lo), numpy.array(wavelet.dec_hi)


def make_pywavelets(n):
    import pywt

    x = signal(n)
    wavelet = pywt.Wavelet(WAVELET)

    def run():
        return pywt.wavedec(x, wavelet, mode="periodization", level=LEVELS, axis=-1)

    expected = periodized(x.astype(float), *filters(), LEVELS)
    check("PyWavelets", numpy.concatenate(run(), axis=-1), expected)
    return run, None


def make_ndwt_bank(n):
    import ndwt

    x = signal(n)
    out = numpy.empty_like(x)
    wavelet = ndwt.Wavelet.Daubechies3

    def run():
        ndwt.dwt_per(wavelet, x, axes=1, level=LEVELS, out=out)

    run()
    check("ndwt filter bank", out, periodized(x.astype(float), *filters(), LEVELS))
    return run, None


def make_ndwt_lifting(n):
    import ndwt

    x = signal(n)
    out = numpy.empty_like(x)
    wavelet = ndwt.Wavelet.Daubechies3
    boundary = ndwt.BoundaryCondition.Periodic

    def run():
        ndwt.lwt(wavelet, x, bc=boundary, axes=1, level=LEVELS, out=out)

    # Its lifting steps give the same bands moved by one sample, the high one negated.
    def step(low, high):
        return numpy.roll(low, -1, axis=-1), -numpy.roll(high, 1, axis=-1)

    run()
    check("ndwt lifting", out, periodized(x.astype(float), *filters(), LEVELS, step))
    return run, None


def load_ipp():
    path = os.environ.get("WAVEPRESS_IPP_DRIVER")
    if not path:
        return None
    driver = ctypes.CDLL(path)
    driver.wp_ipp_version.restype = ctypes.c_char_p
    driver.wp_ipp_name.restype = ctypes.c_char_p
    driver.wp_ipp_make.restype = ctypes.c_void_p
    driver.wp_ipp_make.argtypes = [ctypes.c_void_p] * 2 + [ctypes.c_int]
    driver.wp_ipp_analysis.argtypes = (
        [ctypes.c_void_p, ctypes.c_int] + [ctypes.c_void_p] * 3 + [ctypes.c_int] * 3
    )
    return driver


def make_ipp(n):
    driver = load_ipp()
    x = signal(n)
    out = numpy.empty_like(x)
    scratch = numpy.empty(n, numpy.float32)
    low, high = (numpy.ascontiguousarray(f, numpy.float32) for f in filters())
    state = driver.wp_ipp_make(low.ctypes.data, high.ctypes.data, TAPS)
    if not state:
        sys.exit("peers: Intel IPP did not accept the filters")
    arguments = (
        ctypes.c_void_p(state), TAPS, x.ctypes.data, out.ctypes.data, scratch.ctypes.data,
        BATCH, n, LEVELS,
    )  # fmt: skip

    def run(keep=(x, out, scratch)):
        if driver.wp_ipp_analysis(*arguments):
            sys.exit("peers: Intel IPP reported an error")

    # Its phase is 2k + 1 - j in place of 2k + taps/2 - j: the same bands, moved.
    def step(low, high):
        shift = (TAPS // 2 - 1) // 2
        return numpy.roll(low, shift, axis=-1), numpy.roll(high, shift, axis=-1)

    run()
    check("Intel IPP", out, periodized(x.astype(float), *filters(), LEVELS, step))
    return run, None


def make_fht_cpu(n):
    from fht_cpu import fht_2d_f32_rows

    x = signal(n)
    work = x.copy()
    fht_2d_f32_rows(work, 1)
    check("fht-cpu", work, x.astype(float) @ hadamard(n))

    # In place and unscaled, so the input is put back before each call, untimed.
    return (lambda: fht_2d_f32_rows(work, 1)), (lambda: numpy.copyto(work, x))


def version(package):
    return f"{package} {importlib.metadata.version(package)}"


PEERS = [
    ("fwt", "PyWavelets", "PyWavelets", make_pywavelets),
    ("fwt", "ndwt filter bank", "ndwt", make_ndwt_bank),
    ("fwt", "ndwt lifting", "ndwt", make_ndwt_lifting),
    ("fwt", "Intel IPP", "ipp", make_ipp),
    ("wht", "fht-cpu", "fht-cpu", make_fht_cpu),
]


def peers():
    """(layer, peer's name, maker) for what is installed."""
    found, notes = [], []
    for layer, name, package, maker in PEERS:
        try:
            note = version(package)
            if package == "ipp":
                driver = load_ipp()
                if not driver:
                    raise ImportError("its driver was not built")
                note = f"Intel IPP {driver.wp_ipp_version().decode()}, {driver.wp_ipp_name().decode()}"
            found.append((layer, name, maker))
            if note not in notes:
                notes.append(note)
        except (ImportError, OSError) as error:
            print(f"peers: {name} left out: {error}", file=sys.stderr)
    return found, notes


# Timing.


class Peer:
    """A peer in a process of its own.

    fht-cpu returns with the upper halves of the vector registers in use, which makes every other
    library's SSE code in the same thread up to three times slower; and no peer should see the heap or the
    thread pools that another one left.
    """

    def __init__(self, layer, name, maker, sizes):
        self.layer, self.name = layer, name
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, maker, sizes), daemon=True)
        self.process.start()
        theirs.close()
        self.receive()

    def receive(self):
        try:
            return self.connection.recv()
        except EOFError:
            sys.exit(f"peers: {self.name} failed")

    def time(self, n, seconds):
        self.connection.send((n, seconds))
        return self.receive()


def serve(connection, maker, sizes):
    """Checks the peer at every size, says so, then times what it is asked to."""
    warnings.simplefilter("ignore")  # PyWavelets finds 6 levels of 512 samples too many.
    work = {n: maker(n) for n in sizes}
    connection.send(None)
    while True:
        try:
            n, seconds = connection.recv()
        except EOFError:  # The measuring process has ended.
            return
        connection.send(time_once(*work[n], seconds))


def time_ours(bench, n):
    """The wavepress bench at size n: {layer: (median, least) ns}, and the instruction set it names."""
    command = [bench, "--layers", "fwt,wht", "--sizes", str(n), "--batches", str(BATCH)]
    command += ["--threads", "1", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"peers: the bench failed:\n{done.stdout}{done.stderr}")
    times, isa = {}, None
    for line in (RESULTS / "latest.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row.get("n") != n or row.get("batch") != BATCH or row.get("threads", 1) != 1:
            continue
        if row.get("scalar", "float").lower() not in ("float", "float32"):
            continue
        key = (row["layer"], row["pass"])
        if key == ("fwt", "analysis") and (row["taps"], row["levels"]) == (TAPS, LEVELS):
            times["fwt"] = row["median_ns"], row["min_ns"]
        elif key == ("wht", "forward"):
            times["wht"] = row["median_ns"], row["min_ns"]
        else:
            continue
        isa = row.get("isa")
    return times, isa


# Report.


def cpu_name():
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.machine()


def table(rows, notes, isa, rounds):
    lines = [
        "# wavepress beside other libraries",
        "",
        f"{cpu_name()}, one thread, float32; medians of {rounds} interleaved rounds.",
        f"Peers: {'; '.join(notes)}; Python {platform.python_version()}.",
        f"wavepress instruction set: {isa}." if isa else "wavepress itself was not measured.",
        f"Signals are random: `numpy.random.default_rng(n)` for those of n samples. `make peers ARGS=\"--rounds {rounds}\"` prints this.",
        "",
        "## From panels to panels, and Walsh–Hadamard",
        "",
        f"Batch {BATCH}. FWT: {WAVELET} ({TAPS} taps), {LEVELS} levels, periodized analysis. WHT: forward; fht-cpu works in place",
        "and does not scale. In the FWT, wavepress goes from feature-major panels to feature-major panels, its layout",
        "between layers; peers go from rows to rows. In the WHT both are row-major. Every peer ran in a process of its own and was checked against a naive computation first.",
        "Ratio is the peer's time over ours: above 1 wavepress is faster.",
        "",
        "| work | n | peer | ours, ns | peer, ns | ratio | ours, ns/element | peer, ns/element |",
        "|---|--:|---|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        elements = row["n"] * row["batch"]
        ours, peer = row.get("ours_ns"), row["peer_ns"]
        mine = (f"{ours:,.0f}", f"{row['ratio']:.2f}", f"{ours / elements:.3f}") if ours else ("–",) * 3
        lines.append(
            f"| {row['layer'].upper()} | {row['n']} | {row['peer']} | {mine[0]} | {peer:,.0f} "
            f"| {mine[1]} | {mine[2]} | {peer / elements:.3f} |"
        )
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bench", help="the wavepress bench executable")
    parser.add_argument("--peers-only", action="store_true", help="leave wavepress out; write no file")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=0.2, help="of each peer in each round")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error(f"--rounds must be positive, not {options.rounds}")
    if not (options.peers_only or options.bench):
        parser.error("either --bench or --peers-only is needed")
    bench = None if options.peers_only else str(pathlib.Path(options.bench).resolve())

    found, notes = peers()
    sizes = {"fwt": FWT_SIZES, "wht": WHT_SIZES}
    libraries = [Peer(layer, name, maker, sizes[layer]) for layer, name, maker in found]
    work = [(peer.layer, peer.name, n) for peer in libraries for n in sizes[peer.layer]]
    ours, theirs, isa = {}, {key: [] for key in work}, None
    for round_number in range(options.rounds):
        print(f"round {round_number + 1} of {options.rounds}", file=sys.stderr)
        for n in sorted({*FWT_SIZES, *WHT_SIZES}):
            if bench:
                times, isa = time_ours(bench, n)
                for layer in times:
                    ours.setdefault((layer, n), []).append(times[layer])
                missing = [layer for layer in sizes if n in sizes[layer] and layer not in times]
                if missing:
                    sys.exit(f"peers: the bench gave no {' or '.join(missing)} measurement at n={n}")
            for peer in libraries:
                if n in sizes[peer.layer]:
                    theirs[peer.layer, peer.name, n].append(peer.time(n, options.seconds))

    def summary(measured):
        """The median of the rounds' medians, and the least of all."""
        medians, least = zip(*measured)
        return statistics.median(medians), min(least)

    rows = []
    for layer, name, n in work:
        row = {
            "layer": layer,
            "n": n,
            "batch": BATCH,
            "taps": TAPS if layer == "fwt" else None,
            "levels": LEVELS if layer == "fwt" else None,
            "peer": name,
        }
        row["peer_ns"], row["peer_min_ns"] = summary(theirs[layer, name, n])
        if bench:
            row["ours_ns"], row["ours_min_ns"] = summary(ours[layer, n])
            row["ratio"] = row["peer_ns"] / row["ours_ns"]
        rows.append(row)
    command = str(pathlib.Path(bench).with_name("bench-transforms")) if bench else None
    names = [name for layer, name, _ in found if layer == "fwt"]
    whole = row_major.measure(command, names, options.rounds, options.seconds)
    report = table(rows, notes, isa, options.rounds) + "\n" + row_major.table(whole)
    print(report, end="")
    if not bench:
        return
    if len(found) == len(PEERS) and options.rounds >= ROUNDS:
        write(RESULTS / "peers.jsonl", "".join(json.dumps(row) + "\n" for row in rows + whole))
        write(RESULTS / "peers.md", report)
    else:
        print(f"peers: kept only with all peers, of {ROUNDS} rounds or more", file=sys.stderr)


if __name__ == "__main__":
    main()
