#!/bin/sh
# Debian's Chromium for the browser tests, installed where the user may; where not, those tests skip and say so.
set -u
[ -x /usr/bin/chromium ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing Chromium for the browser tests"
  log=$(mktemp)
  if apt-get update -qq >"$log" 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >>"$log" 2>&1; then
    rm -f "$log"
    exit 0
  fi
  tail -n 3 "$log"
fi
[ "${CI:-}" = true ] && { echo "Chromium could not be installed and CI has to run the browser tests" >&2; exit 1; }
echo "Chromium is missing at /usr/bin/chromium: the browser tests will be skipped"
