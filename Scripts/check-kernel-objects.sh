#!/usr/bin/env bash
# Checks that the kernels of the three instruction sets stay apart in the object files.
#
#   Scripts/check-kernel-objects.sh [BUILD-DIRECTORY]     (.build/debug)
#
# A weak function whose name does not carry its module's name is merged by the linker with the copy
# of another module, of which one survives: built for AVX-512, it faults on an older CPU. And each
# module has to hold the registers and fused multiply-adds of its own instruction set, none beyond.
set -euo pipefail

if [ "$(uname -m)" != x86_64 ]; then
  echo "Kernel objects: skipped, this is not x86-64"
  exit 0
fi

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
build="${1:-$root/.build/debug}"
failures=0

complain() {
  echo "Kernel objects: $1" >&2
  failures=$((failures + 1))
}

for tool in readelf objdump; do
  command -v "$tool" >/dev/null || { complain "$tool (binutils) is needed"; exit 1; }
done

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

# Prints the object files of a module, leaving out those of sources that are gone.
objects_of() {
  local directory="$build/$1.build" map="$build/$1.build/output-file-map.json" object name
  find "$directory" -name '*.o' ! -name '*.swiftmodule.o' | sort | while IFS= read -r object; do
    name="${object##*/}"
    if [ ! -e "$map" ] || grep -qF "/$name\"" "$map"; then printf '%s\n' "$object"; fi
  done
}

demangled() {
  swift demangle --compact -- "$1" 2>/dev/null || echo "$1"
}

# Says how many disassembled lines of a module hold a pattern.
count() {
  grep -cE "$2" "$scratch/$1.code" || true
}

forbid() {
  local occurrences
  occurrences="$(count "$1" "$3")"
  [ "$occurrences" -eq 0 ] || complain "$1 has $occurrences instructions with $2"
}

demand() {
  [ "$(count "$1" "$3")" -gt 0 ] || complain "$1 has no $2"
}

ymm='%ymm[0-9]'
zmm='%zmm[0-9]'
# A disassembled line is the address, a tab, and the mnemonic with its operands.
fma=$'\t''vfn?m(add|sub)'
vex=$'\t''v[a-z]'
evex='%[xyz]mm(1[6-9]|2[0-9]|3[01])|%k[0-7]'

objects=0
modules=0
for set in Baseline AVX2 AVX512; do
  found=0
  # One module for a set, or one for each scalar type.
  for directory in "$build/Kernels$set"*.build; do
    [ -d "$directory" ] || continue
    module="$(basename "$directory" .build)"
    # A directory that an earlier manifest left behind.
    [ -d "$root/Sources/$module" ] || [ -n "${1:-}" ] || continue
    mapfile -t list < <(objects_of "$module")
    [ "${#list[@]}" -gt 0 ] || { complain "no object of $module in $build"; continue; }
    found=1
    modules=$((modules + 1))
    objects=$((objects + ${#list[@]}))

    objdump -d --no-show-raw-insn "${list[@]}" >"$scratch/$module.code"
    case "$set" in
      Baseline)
        forbid "$module" "wide registers" "$ymm|$zmm"
        forbid "$module" "AVX encoding" "$vex"
        ;;
      AVX2)
        forbid "$module" "AVX-512 registers" "$zmm|$evex"
        demand "$module" "ymm register" "$ymm"
        demand "$module" "fused multiply-add" "$fma"
        ;;
      AVX512)
        demand "$module" "zmm register" "$zmm"
        demand "$module" "fused multiply-add" "$fma"
        ;;
    esac

    # Value, size, type, binding, visibility, section and name: the weak functions defined here.
    readelf -sW "${list[@]}" |
      awk '($4 == "FUNC" || $4 == "IFUNC" || $4 == "NOTYPE") && $5 == "WEAK" && $7 != "UND" { print $8 }' |
      sort -u | { grep -vF "${#module}$module" || true; } | sed "s/\$/ $module/" >>"$scratch/merged"
  done
  [ "$found" -eq 1 ] || complain "no object of Kernels$set in $build"
done

if [ -s "$scratch/merged" ]; then
  complain "weak functions that the linker would merge across modules:"
  sort "$scratch/merged" |
    awk '$1 != last { if (last) print last modules; last = $1; modules = "" }
         { modules = modules " " $2 } END { print last modules }' |
    while read -r symbol where; do
      printf '  %s: %s (in %s)\n' "$symbol" "$(demangled "$symbol")" "$where" >&2
    done
fi

if [ "$failures" -gt 0 ]; then
  echo "Kernel objects: $objects in $build, $failures failed checks" >&2
  exit 1
fi
echo "Kernel objects: $objects in $modules modules," \
  "each with its own instruction set and no code that the linker could share"
