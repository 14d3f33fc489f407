"""Writes pywavelets2d.json: 2-D transforms as PyWavelets computes them.

To regenerate, from this directory, in a throw-away environment:

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install -r requirements.txt
    /tmp/golden/bin/python generate_2d.py

The inputs are not stored; they are matrix(rows, columns)[i, j] =
sin(0.7 i + 0.1 i^2 / rows + 1.3 j - 0.2 i j / columns). A transform's `coefficients` are flat,
cA_J, cH_J, cV_J, cD_J, ..., cH_1, cV_1, cD_1, each band row-major; `shapes` holds the shapes of the
bands in the same order. Figures are doubles, rounded to 15 digits.
"""

import importlib.metadata
import json
import math
import pathlib
import warnings

import numpy
import pywt

# Those whose taps PyWavelets has to the last digit.
WAVELETS = ["haar", "db3", "bior2.4"]
MODES = ["zero", "periodization"]
REACHING = ["constant", "symmetric", "periodic", "smooth", "reflect", "antisymmetric", "antireflect"]
CASES = [(1, 1, 1), (1, 6, 2), (5, 1, 2), (3, 4, 3), (8, 8, 3), (7, 12, 1), (12, 7, 2), (9, 5, 3)]


def matrix(rows, columns):
    return [
        [
            math.sin(0.7 * i + 0.1 * i * i / rows + 1.3 * j - 0.2 * i * j / columns)
            for j in range(columns)
        ]
        for i in range(rows)
    ]


def transform(wavelet, mode, rows, columns, levels):
    with warnings.catch_warnings():
        # Levels beyond the useful ones are part of the test.
        warnings.simplefilter("ignore")
        found = pywt.wavedec2(numpy.array(matrix(rows, columns)), wavelet, mode=mode, level=levels)
    bands = [found[0]] + [band for details in found[1:] for band in details]
    return {
        "wavelet": wavelet,
        "mode": mode,
        "rows": rows,
        "columns": columns,
        "levels": levels,
        "shapes": [list(band.shape) for band in bands],
        "coefficients": [float(f"{value:.15g}") for band in bands for value in band.ravel()],
    }


def main():
    transforms = [
        transform(wavelet, mode, *case) for wavelet in WAVELETS for mode in MODES for case in CASES
    ]
    transforms += [transform("db3", mode, *case) for mode in REACHING for case in [(3, 4, 2), (9, 5, 1)]]

    def line(entry):
        return json.dumps(entry, separators=(",", ":"), allow_nan=False)

    text = (
        f'{{"generator":"PyWavelets {importlib.metadata.version("PyWavelets")}",\n'
        f'"transforms":[\n' + ",\n".join(line(entry) for entry in transforms) + "\n]}\n"
    )
    json.loads(text)
    path = pathlib.Path(__file__).with_name("pywavelets2d.json")
    path.write_text(text)
    print(f"{path.name}: {len(transforms)} transforms, {len(text)} bytes")


if __name__ == "__main__":
    main()
