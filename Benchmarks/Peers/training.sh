#!/usr/bin/env bash
# Measures training steps of the paper's networks beside PyTorch, which requirements-training.txt names and pip has to
# be set up to find. Arguments go to training.py:
#   --tasks NAMES   of adding,images,pixels,text, joined by commas (all)
#   --rows TEXT     candidates whose name contains this; results are not kept
#   --threads N     of every candidate (2)
#   --rounds N      interleaved rounds (7)
#   --seconds S     of each candidate in each round (1.5)
#   --quick         two short rounds; results are not kept
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
python="$("$root/Scripts/python-environment.sh" training "$here/requirements-training.txt")"
"$root/Scripts/install-dependencies.sh"
swift build -c release --package-path "$root/Benchmarks" --product bench-training
binaries="$(swift build -c release --package-path "$root/Benchmarks" --show-bin-path)"

cd "$root"
exec "$python" "$here/training.py" --bench "$binaries/bench-training" "$@"
