#!/usr/bin/env bash
# Makes sure that pkg-config finds OpenBLAS, LAPACKE and zlib; installs them with apt-get where it does not.
set -euo pipefail

packages=(pkg-config libopenblas-dev liblapacke-dev zlib1g-dev)

present() {
  command -v pkg-config >/dev/null && pkg-config --exists openblas lapacke zlib
}

fail() {
  echo "wavepress needs ${packages[*]}: $1" >&2
  exit 1
}

present && exit 0

command -v apt-get >/dev/null || fail "there is no apt-get here; install them by hand"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || fail "not root and no sudo; install them by hand"
  as_root=(sudo)
fi

echo "Installing ${packages[*]}"
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
apt() {
  ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" \
    </dev/null >"$log" 2>&1
}
# A stale or partly unreachable index need not matter, so only the installation decides.
apt update || true
if ! apt install -y --no-install-recommends "${packages[@]}"; then
  fail "apt-get failed: $(grep -m 1 -E '^(E|sudo):' "$log" || tail -n 1 "$log")"
fi
present || fail "installed, but pkg-config still does not find openblas, lapacke and zlib"
