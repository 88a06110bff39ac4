#!/usr/bin/env bash
# One step of a workflow: the command line of this tree, on a folder of the repository that is checked out. What it prints
# is the summary of the step, too. Inputs come as variables, never as text of this script.
set -euo pipefail

tree="$(cd "$GITHUB_ACTION_PATH/../.." && pwd)"
folder="$GITHUB_WORKSPACE/$FOLDER"

case "$COMMAND" in
  check) arguments=(policy push --dir "$folder" --dry-run) ;;
  push) arguments=(policy push --dir "$folder" --comment "${GITHUB_SHA:-}") ;;
  simulate) arguments=(policy simulate --dir "$folder") ;;
  *)
    echo "::error::There is no command \"$COMMAND\": check, simulate or push."
    exit 2
    ;;
esac
if [ "$COMMAND" = simulate ]; then
  if [ -n "$SINCE" ]; then arguments+=(--since "$SINCE"); fi
elif [ "$FAIL_ON_WIDENING" = true ]; then
  arguments+=(--fail-on-widening)
fi

code=0
output="$(npm --prefix "$tree" run --silent cli -- "${arguments[@]}" 2>&1)" || code=$?
echo "$output"
{
  echo "### Portcullis: $COMMAND"
  echo '~~~~text'
  echo "$output"
  echo '~~~~'
} >> "${GITHUB_STEP_SUMMARY:-/dev/null}"
exit "$code"
