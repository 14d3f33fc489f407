#!/usr/bin/env bash
# Measures training steps of a recurrent network beside PyTorch, which requirements-recurrent.txt names
# and pip has to be set up to find. Arguments go to recurrent.py:
#   --threads N     of every candidate (2)
#   --rounds N      interleaved rounds (7)
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
python="$("$root/Scripts/python-environment.sh" recurrent "$here/requirements-recurrent.txt")"
"$root/Scripts/install-dependencies.sh"
swift build -c release --package-path "$root/Benchmarks" --product bench-recurrent
binaries="$(swift build -c release --package-path "$root/Benchmarks" --show-bin-path)"

cd "$root"
exec "$python" "$here/recurrent.py" --bench "$binaries/bench-recurrent" "$@"
