# shellcheck shell=bash
# One deploy, from a request to the page that visitors see. Runs in a process of its own under `set -e`:
# a step that fails ends it, and `deploy_ended` leaves everything as it was before.

deploy() {
  set -euo pipefail
  begin_deploy
  at fetch fetch_branch
  HEAD=$(head_commit)
  at commit check_commit
  tell_start "$HEAD"
  at checkout check_out "$SOURCE"
  at build build_site "$SOURCE" "$HEAD" "$LAST"
  tell_output "$LAST"
  at check check_result "$RESULT"
  at compress compress_result
  at publish publish
  at answer check_answer "$SITE_ROOT/current"
  at settle settle
  tell_success "$HEAD" $((SECONDS - BEGAN))
}

begin_deploy() {
  BEGAN=$SECONDS STEP=begin HEAD='' RELEASE='' BEFORE=$(current_release)
  WORK=$SITE_ROOT/work/deploy
  SOURCE=$WORK/source RESULT=$WORK/source/$OUTPUT_FOLDER LAST=$WORK/last-lines ERRORS=$WORK/errors
  trap 'deploy_ended "$?"' EXIT
  trap 'exit 143' TERM HUP
  clean_work
  mkdir -p -- "$WORK/tmp"
  remove_unfinished
  NUMBER=$(next_number)
  open_log "$SITE_ROOT/log/$NUMBER.log"
  say "$(date -u +'%F %T') deploy $NUMBER: branch $BRANCH${COMMIT:+, push of $COMMIT}"
}

# What a step says on stderr is the reason if it fails; either way it belongs into the log.
at() {
  STEP=$1
  shift
  say "-- $STEP"
  "$@" 2>"$ERRORS"
  [[ ! -s $ERRORS ]] || say "$(<"$ERRORS")"
}

# The branch's head is what is deployed, whatever a push names. So an old payload that is sent again finds
# nothing new, also after a rollback. By hand (no commit), the head is deployed in any case.
check_commit() {
  [[ -n $COMMIT ]] || return 0
  on_branch "$COMMIT" || fail "The commit $COMMIT is not on the branch."
  [[ $HEAD != "$(newest_deployed)" ]] || nothing_new
}

nothing_new() {
  say "Nothing to do: $HEAD, the newest commit of the branch, has been deployed before."
  exit 0
}

newest_deployed() {
  cat -- "$SITE_ROOT/newest" 2>/dev/null || true
}

# The list comes first: it is about the build's own files.
compress_result() {
  note_assets "$RESULT" "$WORK/assets"
  compress "$RESULT"
}

publish() {
  local folder
  RELEASE=$NUMBER-${HEAD:0:12}
  folder=$SITE_ROOT/releases/$RELEASE
  chmod -R u=rwX,go=rX -- "$RESULT"
  mv -T -- "$WORK/assets" "$folder.assets"
  mv -T -- "$RESULT" "$folder"
  touch -- "$folder"
  keep_assets "$folder"
  make_current "$RELEASE"
}

settle() {
  printf '%s\n' "$HEAD" >"$WORK/newest"
  mv -- "$WORK/newest" "$SITE_ROOT/newest"
  prune_releases || true
  say "$RELEASE is live."
}

deploy_ended() {
  trap - EXIT
  set +e
  (($1 == 0)) || give_up "$1"
  clean_work
  prune_logs
  exit "$1"
}

give_up() {
  local reason
  reason=$(reason_of "$1")
  [[ $(current_release) == "$BEFORE" ]] || make_current "$BEFORE"
  [[ -z $RELEASE ]] || remove_release "$RELEASE"
  say "FAILED at $STEP, exit code $1. $reason"
  tell_failure "$STEP" "$1" $((SECONDS - BEGAN)) "$reason" "$LAST"
}

reason_of() {
  if disk_is_full; then
    printf 'The disk is full.'
  elif [[ $1 == 124 || $1 == 137 ]]; then
    printf 'It was given up after %s s.' $((SECONDS - BEGAN))
  else
    readable <"$ERRORS" 2>/dev/null | tail -n 5
  fi
}

# Twice, because a build that has just been ended may write its last file in between.
clean_work() {
  local work=$SITE_ROOT/work/deploy
  chmod -R u+rwX -- "$work" 2>/dev/null || true
  rm -rf -- "$work" 2>/dev/null || { sleep 0.5 && rm -rf -- "$work"; }
}
