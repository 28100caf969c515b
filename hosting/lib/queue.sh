# shellcheck shell=bash
# One deploy at a time. A push writes a request; the process that holds the lock handles requests until none
# is left. All pushes during a deploy become one request: the branch's head is deployed once after it.
# The lock belongs to file descriptor 9, which no child keeps (they are started with 9>&-).

# request_deploy COMMIT MESSAGE PUSHER
request_deploy() {
  local draft
  draft=$(mktemp "$SITE_ROOT/work/request.XXXXXX") || return 1
  printf '%s\0' "$@" >"$draft" && mv -f -- "$draft" "$SITE_ROOT/work/request" && return
  rm -f -- "$draft"
  return 1
}

lock() {
  exec 9>>"$SITE_ROOT/work/lock"
  flock --nonblock 9
}

unlock() {
  flock --unlock 9
  exec 9>&-
}

# take_request: COMMIT, MESSAGE and PUSHER of the next deploy.
# shellcheck disable=SC2034
take_request() {
  local taken=$SITE_ROOT/work/taken
  COMMIT='' MESSAGE='' PUSHER=''
  mv -f -- "$SITE_ROOT/work/request" "$taken" 2>/dev/null || return 1
  { IFS= read -r -d '' COMMIT && IFS= read -r -d '' MESSAGE && IFS= read -r -d '' PUSHER; } <"$taken" || true
  rm -f -- "$taken"
}

# Handles requests; its status is that of the last deploy. Not to be called in a condition, where bash
# would switch off the `set -e` that a deploy relies on. A request that is left between the last look
# and the unlocking is seen by the outer loop.
run_requests() {
  local status=0
  while [[ -e $SITE_ROOT/work/request ]]; do
    lock || { say 'A deploy is running. Another one follows it.' && return; }
    while take_request; do
      deploy 9>&- &
      wait_for_deploy "$!" && status=0 || status=$?
    done
    unlock
  done
  return "$status"
}

# A deploy is a process of its own: a step that fails ends that process only, and a signal ends both.
wait_for_deploy() {
  local status=0
  # shellcheck disable=SC2064
  trap "kill -TERM $1 2>/dev/null; wait $1; exit 143" TERM INT HUP
  wait "$1" || status=$?
  trap - TERM INT HUP
  return "$status"
}
