#!/bin/sh
# Builds .venv in the checkout with overt and all its extras, and Java, ffmpeg, PostgreSQL and strace where it may. Quick when nothing changed.
set -eu
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "overt needs Python 3.11 or newer; $python is $("$python" --version 2>&1)" >&2
  exit 1
}
if command -v uv >/dev/null 2>&1; then
  [ -x .venv/bin/python ] || uv venv --quiet --python "$python" .venv
  uv pip install --quiet --python .venv/bin/python -e '.[bench,case,embeddings,exchange,media,postgres,spark,test]'
else
  [ -x .venv/bin/python ] || "$python" -m venv .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -e '.[bench,case,embeddings,exchange,media,postgres,spark,test]'
fi
sh "$(dirname "$0")/java.sh"
sh "$(dirname "$0")/ffmpeg.sh"
sh "$(dirname "$0")/postgres.sh"
sh "$(dirname "$0")/strace.sh"
