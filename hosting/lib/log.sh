# shellcheck shell=bash
# Output of a deploy: lines on the terminal and one log file for each deploy, a bounded number of them.
# Secrets are redacted before anything is written.

readonly LOG_LIMIT_LINES=20000
readonly LAST_LINES=40

LOG_FILE=

# Ends the program, or the deploy, with one line that gives the reason.
fail() {
  redact "$*"
  printf '%s\n' "$REPLY" >&2
  exit 1
}

# A full disk must not turn saying something into a failure of its own: hence `|| true`.
say() {
  redact "$*"
  printf '%s\n' "$REPLY"
  to_log "$REPLY"
}

to_log() {
  [[ -z $LOG_FILE ]] || printf '%s\n' "$1" 2>/dev/null >>"$LOG_FILE" || true
}

# REPLY: the text without the secrets of site.env. In bash itself, so that no secret is ever an argument.
redact() {
  local secret token=${TELEGRAM_TOKEN:-}
  REPLY=$1
  for secret in "${HOOK_SECRET:-}" "$token" "${token#*:}"; do
    [[ -z $secret ]] || REPLY=${REPLY//"$secret"/[secret]}
  done
}

# Filter to the log: keeps the first lines there, and the last ones in $1. Reads on when the log has had
# enough or the disk is full: a build must never stall on its own output.
record() {
  local last_lines_file=$1 line count=0
  local -a last=()
  while IFS= read -r line || [[ -n $line ]]; do
    count=$((count + 1))
    redact "$line"
    last+=("$REPLY")
    ((${#last[@]} <= LAST_LINES)) || last=("${last[@]:1}")
    ((count > LOG_LIMIT_LINES)) || to_log "$REPLY"
  done
  ((count <= LOG_LIMIT_LINES)) || say "($count lines: the log has the first $LOG_LIMIT_LINES)"
  ((${#last[@]} == 0)) || printf '%s\n' "${last[@]}" 2>/dev/null >"$last_lines_file" || true
}

# Logs may name people and paths: for the owner of the site only.
open_log() {
  LOG_FILE=$1
  (umask 077 && : >"$LOG_FILE") 2>/dev/null || LOG_FILE=
}

prune_logs() {
  local -a logs=("$SITE_ROOT"/log/*.log)
  ((${#logs[@]} <= KEEP_LOGS)) || rm -f -- "${logs[@]:0:${#logs[@]}-KEEP_LOGS}"
}
