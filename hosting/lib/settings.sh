# shellcheck shell=bash
# Settings: site.env, parsed as data and never run. A value that is not what its key wants stops the
# program before anything happens; so does a key that nobody knows (a typing error).
# What each setting means: site.env.example.

readonly SETTINGS=(
  SITE_NAME REPOSITORY BRANCH GENERATOR BUILD_COMMAND OUTPUT_FOLDER BASE_URL SITE_ROOT
  ASSET_FOLDERS KEEP_RELEASES KEEP_LOGS BUILD_TIMEOUT_S FETCH_TIMEOUT_S MIN_BYTES MAX_BYTES
  CHECK_URL CHECK_ADDRESS HEADERS HOOK_SECRET TELEGRAM_TOKEN TELEGRAM_CHAT_ID TELEGRAM_API
)

# load_settings [FILE]: every name in SETTINGS becomes a variable that no child process inherits.
load_settings() {
  local file
  file=${1:-${SITE_ENV:-$(settings_file)}}
  private_file "$file"
  # shellcheck disable=SC2034
  SETTINGS_FILE=$(readlink -f -- "$file")
  unset -v "${SETTINGS[@]}"
  read_settings "$file"
  add_defaults
  require_settings "$file"
}

# Beside the scripts; or the one that install.sh has made, if there is one site on this server.
settings_file() {
  local -a installed
  mapfile -t installed < <(compgen -G '/etc/site-hosting/*/site.env')
  if [[ ! -e $HOSTING/site.env && ${#installed[@]} == 1 ]]; then
    printf '%s' "${installed[0]}"
  else
    printf '%s' "$HOSTING/site.env"
  fi
}

# It holds the hook's secret and the bot's token.
private_file() {
  [[ -r $1 ]] || fail "There is no $1 (or it cannot be read). Copy site.env.example and fill it in."
  local mode
  mode=$(stat -L -c %a -- "$1")
  (((8#$mode & 8#077) == 0)) || fail "$1 can be read by others (mode $mode). Run: chmod 600 $1"
}

read_settings() {
  local line key value number=0
  while IFS= read -r line || [[ -n $line ]]; do
    number=$((number + 1))
    [[ ! $line =~ ^[[:space:]]*(#.*)?$ ]] || continue
    [[ $line =~ ^([A-Z_]+)=(.*)$ ]] || fail "$1, line $number: not KEY=value."
    key=${BASH_REMATCH[1]}
    plain "${BASH_REMATCH[2]}"
    value=$REPLY
    [[ " ${SETTINGS[*]} " == *" $key "* ]] || fail "$1, line $number: no setting is called $key."
    # The value stays out of the message: it may be a secret.
    [[ -z $value ]] || valid "$key" "$value" || fail "$1, line $number: $key cannot have this value."
    printf -v "$key" '%s' "$value"
  done <"$1"
}

# REPLY: without the space around it, a carriage return, and one pair of quotes.
plain() {
  local value=$1
  value=${value#"${value%%[![:space:]]*}"}
  value=${value%"${value##*[![:space:]]}"}
  [[ ! $value =~ ^\"(.*)\"$ && ! $value =~ ^\'(.*)\'$ ]] || value=${BASH_REMATCH[1]}
  REPLY=$value
}

valid() {
  local value=$2
  [[ $value != *[[:cntrl:]]* ]] || return 1
  case $1 in
    SITE_NAME) [[ $value =~ ^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$ && $value != *..* ]] ;;
    # A password in an address would show up in the list of processes: a deploy key does not.
    REPOSITORY)
      [[ $value =~ ^(https://|ssh://|file:///|/|[A-Za-z0-9._-]+@[A-Za-z0-9._-]+:)[^[:space:]]+$ &&
        ! $value =~ ^https://[^/]*@ ]]
      ;;
    BRANCH) [[ $value != -* ]] && git check-ref-format "refs/heads/$value" ;;
    GENERATOR) [[ $value =~ ^(npm|hugo|command)$ ]] ;;
    BUILD_COMMAND) true ;;
    OUTPUT_FOLDER) folder "$value" ;;
    BASE_URL | CHECK_URL) [[ $value =~ ^https?://[A-Za-z0-9.-]+(:[0-9]+)?/[A-Za-z0-9._~/-]*$ ]] ;;
    SITE_ROOT) [[ $value =~ ^/[A-Za-z0-9._/-]*[A-Za-z0-9_-]$ && ! $value =~ (^|/)\.\.?(/|$) ]] ;;
    ASSET_FOLDERS) folders "$value" ;;
    KEEP_RELEASES) [[ $value =~ ^[1-9][0-9]?$ ]] && ((value >= 2)) ;;
    KEEP_LOGS | *_TIMEOUT_S) [[ $value =~ ^[1-9][0-9]{0,4}$ ]] ;;
    *_BYTES) [[ $value =~ ^[0-9]{1,12}$ ]] ;;
    CHECK_ADDRESS) [[ $value =~ ^[0-9.]+:[0-9]{1,5}$ || $value =~ ^\[[0-9a-f:]+\]:[0-9]{1,5}$ ]] ;;
    HEADERS) [[ $value =~ ^(page|plain)$ ]] ;;
    HOOK_SECRET) [[ $value =~ ^[A-Za-z0-9._~+/=-]{16,}$ ]] ;;
    TELEGRAM_TOKEN) [[ $value =~ ^[0-9]+:[A-Za-z0-9_-]{20,}$ ]] ;;
    TELEGRAM_CHAT_ID) [[ $value =~ ^-?[0-9]{1,20}$ || $value =~ ^@[A-Za-z0-9_]+$ ]] ;;
    TELEGRAM_API) [[ $value =~ ^https?://[A-Za-z0-9.-]+(:[0-9]+)?$ ]] ;;
  esac
}

# Inside the project, and never the project itself: that would publish .git, too.
folder() {
  [[ $1 =~ ^[A-Za-z0-9._][A-Za-z0-9._/-]*$ && ! $1 =~ (^|/)\.\.?(/|$) ]]
}

folders() {
  local -a names
  local name
  read -r -a names <<<"$1"
  for name in "${names[@]}"; do folder "$name" || return 1; done
}

add_defaults() {
  : "${BRANCH:=main}" "${GENERATOR:=npm}" "${BUILD_COMMAND:=}" "${ASSET_FOLDERS:=assets}"
  : "${SITE_ROOT:=/srv/${SITE_NAME:-}}" "${BASE_URL:=https://${SITE_NAME:-}/}"
  : "${CHECK_URL:=$BASE_URL}" "${CHECK_ADDRESS:=127.0.0.1:443}"
  : "${KEEP_RELEASES:=5}" "${KEEP_LOGS:=30}" "${BUILD_TIMEOUT_S:=600}" "${FETCH_TIMEOUT_S:=120}"
  : "${MIN_BYTES:=500}" "${MAX_BYTES:=500000000}"
  [[ -n ${HEADERS:-} ]] || { [[ $GENERATOR == hugo ]] && HEADERS=plain || HEADERS=page; }
  : "${HOOK_SECRET:=}" "${TELEGRAM_TOKEN:=}" "${TELEGRAM_CHAT_ID:=}"
  : "${TELEGRAM_API:=https://api.telegram.org}"
  [[ -n ${OUTPUT_FOLDER:-} ]] || { [[ $GENERATOR == hugo ]] && OUTPUT_FOLDER=public || OUTPUT_FOLDER=dist; }
}

require_settings() {
  [[ -n ${SITE_NAME:-} ]] || fail "$1: SITE_NAME is missing."
  [[ -n ${REPOSITORY:-} ]] || fail "$1: REPOSITORY is missing."
  [[ $GENERATOR != command || -n $BUILD_COMMAND ]] || fail "$1: BUILD_COMMAND is missing."
}
