#!/bin/sh
# Debian's ffmpeg for the tests of films and sounds, installed where the user may; where not, those tests skip.
set -u
command -v ffmpeg >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing ffmpeg for the tests of films and sounds"
  log=$(mktemp)
  if apt-get update -qq >"$log" 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ffmpeg >>"$log" 2>&1; then
    rm -f "$log"
    exit 0
  fi
  tail -n 3 "$log"
fi
[ "${CI:-}" = true ] && { echo "ffmpeg could not be installed and CI has to run the tests of films" >&2; exit 1; }
echo "ffmpeg is missing: the tests of films and sounds will be skipped"
