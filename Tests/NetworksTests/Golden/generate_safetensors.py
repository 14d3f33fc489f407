"""Writes tensors.safetensors: a file of the reference implementation of the format.

To regenerate, from this directory, in a throw-away environment:

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install -r requirements-safetensors.txt
    /tmp/golden/bin/python generate_safetensors.py

One metadata key only: the reference writes several in no fixed order.
"""

import pathlib

import numpy
from safetensors.numpy import save_file

TENSORS = {
    "cell.weight": numpy.array([[1.5, -2.25, 0.1], [1e-45, -0.0, 3.4028235e38]], numpy.float32),
    "cell.10": numpy.array([0.1, -1e300], numpy.float64),
    "cell.2": numpy.array([[5e-324]], numpy.float64),
    "counts": numpy.array([-1, 0, 2**63 - 1], numpy.int64),
    "empty": numpy.zeros((0, 4), numpy.float32),
    "gewicht ä \"quoted\"": numpy.array([7], numpy.float32),
    "state": numpy.array(2**64 - 1, numpy.uint64),
}

save_file(
    TENSORS,
    pathlib.Path(__file__).with_name("tensors.safetensors"),
    metadata={"format": "golden, 1/2 \\ ü"},
)
