#!/usr/bin/env bash
# Uses this package the way README.md says: a tagged copy of the working files, a scratch package that depends on it
# by version, and the README's own snippet as its program.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
heading="Use it as a dependency"

fail() {
  echo "Dependency: $1" >&2
  exit 1
}

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
library="$scratch/wavepress"
client="$scratch/client"
mkdir -p "$library" "$client/Sources/client"

# The first Swift block under the heading that imports the library's layers.
awk -v heading="$heading" '
  /^```/ {
    if (!fenced) { fenced = 1; wanted = section && $0 ~ /^```swift[[:space:]]*$/; block = ""; next }
    fenced = 0
    if (wanted && block ~ /(^|\n)import StructuredLinear/) { printf "%s", block; exit }
    next
  }
  fenced { block = block $0 "\n"; next }
  /^#+[[:space:]]/ { title = $0; sub(/^#+[[:space:]]+/, "", title); sub(/[[:space:]]+$/, "", title)
                     section = title == heading }
' "$root/README.md" >"$client/Sources/client/main.swift"
[ -s "$client/Sources/client/main.swift" ] ||
  fail "README.md has no Swift block with \"import StructuredLinear\" under \"$heading\""

# What is tracked or could be, as it is now: symbolic links stay links, deleted files are left out.
(
  cd "$root"
  git ls-files -z --cached --others --exclude-standard |
    while IFS= read -r -d '' path; do
      if [ -e "$path" ] || [ -L "$path" ]; then printf '%s\0' "$path"; fi
    done | tar --create --null --files-from=- --file=-
) | tar --extract --directory="$library" --file=-

repository() {
  git -C "$library" -c user.name=wavepress -c user.email=wavepress@localhost \
    -c commit.gpgSign=false -c tag.gpgSign=false -c core.hooksPath=/dev/null "$@"
}
repository init --quiet
repository add --all --force
repository commit --quiet --message "1.0.0"
repository tag 1.0.0

cat >"$client/Package.swift" <<MANIFEST
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "client",
  dependencies: [.package(url: "file://$library", from: "1.0.0")],
  targets: [
    .executableTarget(
      name: "client", dependencies: [.product(name: "Wavepress", package: "wavepress")])
  ])
MANIFEST

log="$scratch/log"
# Its own cache directory, so that an earlier copy of the same version and place is never used.
swift build --package-path "$client" --cache-path "$scratch/cache" >"$log" 2>&1 || {
  cat "$log" >&2
  fail "a package that depends on version 1.0.0 does not build"
}
program="$(swift build --package-path "$client" --cache-path "$scratch/cache" --show-bin-path)/client"
output="$("$program" 2>&1)" || {
  printf '%s\n' "$output" >&2
  fail "the README's snippet ends with an error"
}
[ -n "$output" ] || fail "the README's snippet prints nothing"
echo "Dependency: version 1.0.0 builds in a scratch package, and the README's snippet prints:"
printf '%s\n' "$output" | sed 's/^/  /'
