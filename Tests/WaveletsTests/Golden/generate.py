"""Writes pywavelets.json: filter taps, functions and transforms as PyWavelets computes them.

To regenerate, from this directory, in a throw-away environment:

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install -r requirements.txt
    /tmp/golden/bin/python generate.py

The inputs are not stored; they are signal(n)[i] = sin(0.7 i + 0.1 i^2 / n), i = 0 ..< n. A transform's
`coefficients` are flat, lo_J, hi_J, ..., hi_1; `lengths` holds the band lengths in the same order.
All figures are doubles printed so that they read back to the same bits.
"""

import importlib.metadata
import json
import math
import pathlib
import warnings

import numpy
import pywt

TAPS = pywt.wavelist(kind="discrete")
WAVELETS = ["haar", "db2", "db3", "db5", "db10"]
MODES = ["zero", "periodization"]
FUNCTIONS = ["haar", "db2", "db10", "sym5", "coif2", "bior2.4", "rbio4.4"]
CASES = [(n, levels) for n in (1, 2, 3, 5, 8, 13, 16, 31, 64, 100) for levels in (1, 2, 3)]
CASES += [(64, 8), (100, 8)]
# The extensions that repeat or continue samples; those shorter than the filter go on by their rule.
REACHING_WAVELETS = ["haar", "db2", "db5"]
REACHING = ["constant", "symmetric", "periodic", "smooth", "reflect", "antisymmetric", "antireflect"]
REACHING_CASES = [(1, 1), (2, 1), (2, 2), (3, 1), (5, 2), (8, 1), (13, 3), (31, 2), (64, 4)]


def signal(n):
    return [math.sin(0.7 * i + 0.1 * i * i / n) for i in range(n)]


def bank(name):
    wavelet = pywt.Wavelet(name)
    return {
        "name": name,
        "orthogonal": wavelet.orthogonal,
        "symmetry": wavelet.symmetry,
        "dec_lo": wavelet.dec_lo,
        "dec_hi": wavelet.dec_hi,
        "rec_lo": wavelet.rec_lo,
        "rec_hi": wavelet.rec_hi,
    }


def transform(wavelet, mode, n, levels):
    with warnings.catch_warnings():
        # Levels beyond the useful ones are part of the test.
        warnings.simplefilter("ignore")
        bands = pywt.wavedec(numpy.array(signal(n)), wavelet, mode=mode, level=levels)
    return {
        "wavelet": wavelet,
        "mode": mode,
        "n": n,
        "levels": levels,
        "lengths": [len(band) for band in bands],
        "coefficients": [float(value) for band in bands for value in band],
    }


def is_refused(wavelet, mode, n, levels):
    """PyWavelets mirrors at samples only where there are two."""
    lengths = [n]
    for _ in range(levels - 1):
        lengths.append(pywt.dwt_coeff_len(lengths[-1], pywt.Wavelet(wavelet).dec_len, mode))
    return mode in ("reflect", "antireflect") and 1 in lengths


def functions(name, level=4):
    """phi and psi of the synthesis, which start behind a zero that PyWavelets puts in front."""
    found = pywt.Wavelet(name).wavefun(level)
    phi, psi = (found[0], found[1]) if len(found) == 3 else (found[2], found[3])
    return {"name": name, "levels": level, "phi": phi.tolist(), "psi": psi.tolist()}


def main():
    transforms = [
        transform(wavelet, mode, n, levels)
        for wavelet in WAVELETS
        for mode in MODES
        for n, levels in CASES
    ]
    transforms += [
        transform(wavelet, mode, n, levels)
        for wavelet in REACHING_WAVELETS
        for mode in REACHING
        for n, levels in REACHING_CASES
        if not is_refused(wavelet, mode, n, levels)
    ]

    def lines(entries):
        return ",\n".join(json.dumps(entry, separators=(",", ":"), allow_nan=False) for entry in entries)

    text = (
        f'{{"generator":"PyWavelets {importlib.metadata.version("PyWavelets")}",\n'
        f'"banks":[\n{lines([bank(name) for name in TAPS])}\n],\n'
        f'"functions":[\n{lines([functions(name) for name in FUNCTIONS])}\n],\n'
        f'"transforms":[\n{lines(transforms)}\n]}}\n'
    )
    json.loads(text)
    path = pathlib.Path(__file__).with_name("pywavelets.json")
    path.write_text(text)
    print(f"{path.name}: {len(TAPS)} banks, {len(transforms)} transforms, {len(text)} bytes")


if __name__ == "__main__":
    main()
