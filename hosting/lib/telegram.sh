# shellcheck shell=bash
# Messages to the owner's phone (https://core.telegram.org/bots/api). A separate process sends them in
# order: a deploy neither waits for it nor fails with it. curl reads address, token and text from its
# standard input, so that no list of processes shows them; its output is discarded.

readonly MESSAGE_LIMIT=4096

MESSENGER=

telegram_on() {
  [[ -n $TELEGRAM_TOKEN && -n $TELEGRAM_CHAT_ID ]]
}

# The pipe holds many messages, so that writing to it does not wait. The child keeps neither the output that
# the webhook waits for nor the lock open.
start_messenger() {
  telegram_on || return 0
  exec {MESSENGER}> >(
    exec >/dev/null 2>&1
    trap '' HUP PIPE
    send_all
  )
}

send_all() {
  local sound text
  while IFS= read -r -d '' sound && IFS= read -r -d '' text; do
    telegram_send "$sound" "$text" || true
  done
}

# tell silent|aloud HTML
tell() {
  [[ -z $MESSENGER ]] || printf '%s\0%s\0' "$1" "$2" >&"$MESSENGER" || true
}

# telegram_send silent|aloud HTML: an error if Telegram did not take it.
telegram_send() {
  local silent=false text
  [[ $1 == aloud ]] || silent=true
  redact "$2"
  text=$(cut_html "$REPLY" "$MESSAGE_LIMIT")
  call_api sendMessage "chat_id=$TELEGRAM_CHAT_ID" "text=$text" parse_mode=HTML \
    disable_web_page_preview=true "disable_notification=$silent" | grep -q '"ok" *: *true'
}

# call_api METHOD [NAME=TEXT...]: prints the answer. Short limits: a phone that stays silent for one
# deploy is better than messages that pile up.
call_api() {
  local method=$1 field
  shift
  {
    config_line url "$TELEGRAM_API/bot$TELEGRAM_TOKEN/$method"
    for field in "$@"; do config_line data-urlencode "$field"; done
  } | curl --disable --silent --proto '=https,http' --connect-timeout 4 --max-time 10 \
    --config - 2>/dev/null
}

# curl's config file: https://curl.se/docs/manpage.html#-K
config_line() {
  local value=$2
  value=${value//\\/\\\\}
  value=${value//\"/\\\"}
  value=${value//$'\n'/\\n}
  value=${value//$'\t'/\\t}
  printf '%s = "%s"\n' "$1" "${value//$'\r'/}"
}

# Chats with recent messages to the bot, one a line: the id, then the name.
# A quote inside of a message or name is escaped in JSON, so none of them looks like a chat.
chats() {
  local line
  call_api getUpdates | grep -oE '"chat" *: *\{[^{}]*\}' | sort -u |
    sed -nE 's/^[^{]*\{"id" *: *(-?[0-9]+),?(.*)\}$/\1  \2/; T; s/(^|[^\])"/\1/g; s/,/, /g; p' |
    while IFS= read -r line; do printf '%b\n' "$line"; done | sed 's/\\"/"/g' | readable
}
