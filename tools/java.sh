#!/bin/sh
# Java for `--engine spark` and its tests, installed where the user may; where not, those tests skip and say so.
set -u
if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ] || command -v java >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing Java for the tests of Spark"
  log=$(mktemp)
  if apt-get update -qq >"$log" 2>&1; then
    for package in openjdk-17-jre-headless openjdk-21-jre-headless; do
      if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >>"$log" 2>&1; then
        rm -f "$log"
        exit 0
      fi
    done
  fi
  tail -n 3 "$log"
fi
[ "${CI:-}" = true ] && { echo "Java could not be installed and CI has to run the tests of Spark" >&2; exit 1; }
echo "Java is missing: --engine spark will not run here (--remote will), and its tests will be skipped"
