#!/usr/bin/env bash
# Measures training steps of a recurrent network beside PyTorch, which requirements-recurrent.txt names
# and pip has to be set up to find. Arguments go to recurrent.py:
#   --threads N     of every candidate (2)
#   --rounds N      interleaved rounds (7)
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
requirements="$here/requirements-recurrent.txt"
venv="$root/.build/recurrent-venv"

fail() {
  echo "recurrent: $1" >&2
  exit 1
}

command -v python3 >/dev/null || fail "python3 is needed"
if ! cmp -s "$requirements" "$venv/requirements.txt"; then
  rm -rf "$venv"
  python3 -m venv "$venv" || fail "python3 cannot make a virtual environment (Debian: python3-venv)"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements" ||
    fail "pip could not install $requirements"
  cp "$requirements" "$venv/requirements.txt"
fi

"$root/Scripts/install-dependencies.sh"
swift build -c release --package-path "$root/Benchmarks" --product bench-recurrent
binaries="$(swift build -c release --package-path "$root/Benchmarks" --show-bin-path)"

cd "$root"
exec "$venv/bin/python" "$here/recurrent.py" --bench "$binaries/bench-recurrent" "$@"
