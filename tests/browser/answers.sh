#!/bin/sh
# SPDX-License-Identifier: MIT
# usage: answers.sh HTTP_TABLE_STORY. Records the answers of every route, and holds the adapter of examples/front-end against
# them, by node.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
KRIPA_RECORD_ANSWERS=$(mktemp)
export KRIPA_RECORD_ANSWERS
trap 'rm -f "$KRIPA_RECORD_ANSWERS"' EXIT
"$1" >/dev/null
node --test "$here/answers.test.mjs"
