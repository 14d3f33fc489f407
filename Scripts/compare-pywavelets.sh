#!/usr/bin/env bash
# Compares all discrete wavelets in all extension modes with PyWavelets, which it installs into a throw-away environment,
# and writes Benchmarks/Results/pywavelets.md where they agree.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python="$(Scripts/python-environment.sh compare Benchmarks/Peers/requirements-compare.txt)"
swift build -c release --package-path Benchmarks --product compare-pywavelets
binaries="$(swift build -c release --package-path Benchmarks --show-bin-path)"

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
"$binaries/compare-pywavelets" "$folder"
"$python" Benchmarks/Peers/compare_pywavelets.py "$folder"
