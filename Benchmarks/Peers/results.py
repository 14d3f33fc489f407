"""Keeping results."""

import os
import pathlib
import tempfile

RESULTS = pathlib.Path(__file__).resolve().parent.parent / "Results"


def write(path, text):
    """As a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)
