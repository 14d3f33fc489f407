#!/usr/bin/env bash
# Converts the catalogue and the public modules' symbols to an archive for a web server: .build/docs.
# A warning is an error, whether it is about the catalogue or about comments in sources.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

catalogue=Documentation/wavepress.docc
modules=(Wavelets StructuredLinear Networks Kernels KernelInterface LinearAlgebra)
graphs=.build/docs-symbols
archive=.build/docs
log=.build/docs.log

swift build --target Networks
dumped="$(swift build --show-bin-path)/../symbolgraph"
rm -rf "$dumped" "$graphs" "$archive"
mkdir -p "$graphs"
# It ends with an error where tests have not been built; what counts is that these modules are there.
swift package dump-symbol-graph --skip-synthesized-members >"$log" 2>&1 || true
for graph in "${modules[@]}" Kernels@KernelInterface; do
  [ -s "$dumped/$graph.symbols.json" ] || {
    cat "$log" >&2
    echo "Documentation: the symbols of $graph could not be read" >&2
    exit 1
  }
  cp "$dumped/$graph.symbols.json" "$graphs"
done

status=0
docc convert "$catalogue" --additional-symbol-graph-dir "$graphs" --output-dir "$archive" \
  --fallback-display-name wavepress --fallback-bundle-identifier wavepress \
  --ide-console-output >"$log" 2>&1 || status=$?
complaints="$(grep -E ': (warning|error): ' "$log" | sed "s|^$PWD/||" || true)"
if [ "$status" -ne 0 ] || [ -n "$complaints" ]; then
  # It may also fail without any, and say why in its own words.
  printf '%s\n' "${complaints:-$(cat "$log")}" >&2
  echo "Documentation: there are warnings or errors" >&2
  exit 1
fi

# Every article and landing page of the catalogue has become a page.
for page in "$catalogue"/*.md; do
  name="$(basename "$page" .md | tr '[:upper:]' '[:lower:]')"
  [ -s "$archive/data/documentation/$name.json" ] ||
    [ -s "$archive/data/documentation/wavepress/$name.json" ] || {
    echo "Documentation: $page has no page in $archive" >&2
    exit 1
  }
done
echo "Documentation: $archive; look at it with"
echo "  python3 -m http.server --directory $archive 8000   # then /documentation/wavepress"
