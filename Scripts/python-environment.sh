#!/usr/bin/env bash
# Makes the throw-away Python environment .build/NAME-venv from a file of requirements, where it is not there yet, and
# prints the path of its Python: python-environment.sh NAME REQUIREMENTS
set -euo pipefail

name="$1"
requirements="$2"
venv="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/.build/$name-venv"

fail() {
  echo "$name: $1" >&2
  exit 1
}

command -v python3 >/dev/null || fail "python3 is needed"
# A new Python, or another file of requirements, needs a new environment.
made="$venv/made-of.txt"
wanted="$(python3 --version && cat "$requirements")"
if ! [ -x "$venv/bin/python" ] || [ "$wanted" != "$(cat "$made" 2>/dev/null)" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv" >&2 || fail "python3 cannot make a virtual environment (Debian: python3-venv)"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements" >&2 ||
    fail "$(python3 --version)'s pip could not install $requirements"
  printf '%s\n' "$wanted" >"$made"
fi
echo "$venv/bin/python"
