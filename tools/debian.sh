#!/bin/sh
# One of Debian's programs for some tests: sh tools/debian.sh PROGRAM "TESTS" PACKAGE...
# The packages are alternatives, each may name several packages. Installed where the user may; where not, the tests skip, but for CI.
set -u
program=$1 tests=$2
shift 2
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing $program for the $tests"
  log=$(mktemp)
  if apt-get update -qq >"$log" 2>&1; then
    for packages in "$@"; do
      # shellcheck disable=SC2086 - several packages may stand in one word
      if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o Dpkg::Options::=--force-confold --no-install-recommends $packages >>"$log" 2>&1; then
        rm -f "$log"
        exit 0
      fi
    done
  fi
  tail -n 3 "$log"
fi
[ "${CI:-}" = true ] && { echo "$program could not be installed and CI has to run the $tests" >&2; exit 1; }
echo "$program is missing: the $tests will be skipped"
