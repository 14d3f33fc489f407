"""Writes float.npy and double.npy: files of the reference implementation of the format.

To regenerate, from this directory, in a throw-away environment:

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install -r requirements.txt
    /tmp/golden/bin/python generate.py
"""

import pathlib

import numpy

FOLDER = pathlib.Path(__file__).parent

numpy.save(FOLDER / "float.npy", numpy.array([1.5, -2.25, 0.1, 1e-45, -0.0], numpy.float32))
numpy.save(FOLDER / "double.npy", numpy.array([[0.1, -1e300, 5e-324], [1, 2, 3]], numpy.float64))
