#!/usr/bin/env bash
# Measures wavepress beside the libraries in requirements.txt. Arguments go to peers.py:
#   --peers-only    leaves wavepress out and builds nothing
#   --rounds N      interleaved rounds (5)
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
python="$("$root/Scripts/python-environment.sh" peers "$here/requirements.txt")"
venv="$(dirname "$(dirname "$python")")"

# IPP's functions are called from C: a call from Python for each row and level would cost more than the work.
# IPP looks for its per-CPU libraries by a name with a minor version, which the package leaves out, and only on
# the driver's path when that is of the old kind (--disable-new-dtags).
driver="$venv/ipp/libdriver.so"
compiler="${CC:-}"
for candidate in clang cc gcc; do
  [ -n "$compiler" ] || ! command -v "$candidate" >/dev/null || compiler="$candidate"
done
if [ -n "$compiler" ] && [ -e "$venv/lib/libipps.so.12" ]; then
  mkdir -p "$venv/ipp"
  for library in "$venv"/lib/libipps*.so.12 "$venv"/lib/libippcore.so.12; do
    for suffix in "" .1; do ln -sf "$library" "$venv/ipp/$(basename "$library")$suffix"; done
  done
  "$compiler" -O2 -fPIC -shared -I "$venv/include" -o "$driver" "$here/ipp_driver.c" \
    "$venv/ipp/libipps.so.12" "$venv/ipp/libippcore.so.12" \
    -Wl,--disable-new-dtags -Wl,-rpath,"$venv/ipp" && export WAVEPRESS_IPP_DRIVER="$driver"
fi

arguments=("$@")
case " $* " in
  *" --peers-only "*) ;;
  *)
    "$root/Scripts/install-dependencies.sh"
    swift build -c release --package-path "$root/Benchmarks"
    binaries="$(swift build -c release --package-path "$root/Benchmarks" --show-bin-path)"
    arguments+=(--bench "$binaries/bench")
    ;;
esac

cd "$root"
exec "$python" "$here/peers.py" "${arguments[@]}"
