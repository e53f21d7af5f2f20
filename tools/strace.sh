#!/bin/sh
# Debian's strace for the sweep of disk faults, installed where the user may; where not, the sweep skips.
set -u
command -v strace >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing strace for the sweep of disk faults"
  log=$(mktemp)
  if apt-get update -qq >"$log" 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends strace >>"$log" 2>&1; then
    rm -f "$log"
    exit 0
  fi
  tail -n 3 "$log"
fi
[ "${CI:-}" = true ] && { echo "strace could not be installed and CI has to run the sweep of disk faults" >&2; exit 1; }
echo "strace is missing: the sweep of disk faults will be skipped"
