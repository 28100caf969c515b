# shellcheck shell=bash
# Runs the owner's build: in a checkout of its own, in an environment that holds no secret, with a time
# limit, and with all of its output in the log.

build_command() {
  if [[ -n $BUILD_COMMAND ]]; then
    printf '%s' "$BUILD_COMMAND"
  elif [[ $GENERATOR == hugo ]]; then
    # shellcheck disable=SC2016
    printf '%s' 'hugo --gc --minify --baseURL "$BASE_URL" --destination "$OUTPUT_FOLDER"'
  else
    printf '%s' 'npm ci --no-audit --no-fund && npm run build'
  fi
}

# build_site SOURCE COMMIT LAST_LINES_FILE: the status of the build; 124 after the time limit.
build_site() {
  local recorder builder status=0
  mkfifo "$WORK/output"
  record "$3" <"$WORK/output" &
  recorder=$!
  in_clean_environment "$1" "$2" >"$WORK/output" 2>&1 </dev/null &
  builder=$!
  # shellcheck disable=SC2064
  trap "kill -TERM $builder 2>/dev/null; wait $builder; exit 143" TERM
  wait "$builder" || status=$?
  trap 'exit 143' TERM
  # Processes that the build left running would keep the output open.
  kill -KILL -- "-$builder" 2>/dev/null || true
  wait_briefly "$recorder"
  return "$status"
}

# HOME is the site's cache, so that npm and Hugo remember their downloads and find no keys.
# `exec` and `timeout`: the process is the leader of a group that ends as a whole.
in_clean_environment() {
  cd -- "$1" || exit
  [[ -z $MESSENGER ]] || exec {MESSENGER}>&-
  exec env -i PATH="$PATH" HOME="$SITE_ROOT/cache" TMPDIR="$WORK/tmp" LANG=C.UTF-8 TERM=dumb NO_COLOR=1 \
    CI=true SITE_NAME="$SITE_NAME" BASE_URL="$BASE_URL" SITE_COMMIT="$2" OUTPUT_FOLDER="$OUTPUT_FOLDER" \
    timeout --kill-after=5 "$BUILD_TIMEOUT_S" bash -c "$(build_command)"
}

# A process that left its group may hold the output for ever: a deploy does not wait for that.
wait_briefly() {
  local tick
  for ((tick = 0; tick < 250; tick++)); do
    kill -0 "$1" 2>/dev/null || break
    sleep 0.02
  done
  kill "$1" 2>/dev/null || true
  wait "$1" || true
}
