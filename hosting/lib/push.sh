# shellcheck shell=bash
# The data of a push: commit, message, pusher. The webhook listener passes it in files, because neither an environment nor a
# command line can hold every commit message: too long, or with a NUL in it, the program would not start,
# and the push would be lost behind the listener's 202.

# How much of each is read, in characters: for bin/redeploy, which sources this file.
# shellcheck disable=SC2034
{
  readonly COMMIT_LENGTH=64
  readonly MESSAGE_LENGTH=1000
  readonly PUSHER_LENGTH=200
}

# push_says NAME CHARACTERS: the start of the file that HOOK_<NAME>_FILE names, else of HOOK_<NAME>.
push_says() {
  local file=HOOK_$1_FILE given=HOOK_$1 text
  text=${!given:-}
  # A character of UTF-8 has at most four bytes.
  [[ -z ${!file:-} ]] || text=$(head -c $((4 * $2 + 4)) -- "${!file}" 2>/dev/null | tr -d '\000') || true
  printf '%s' "${text:0:$2}"
}

# True when called by the webhook, not by hand.
is_push() {
  [[ -v HOOK_COMMIT || -v HOOK_COMMIT_FILE ]]
}

# 40 digits, or 64 in a repository with SHA-256.
is_commit() {
  [[ $1 =~ ^[0-9a-f]{40}([0-9a-f]{24})?$ ]]
}
