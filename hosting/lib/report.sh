# shellcheck shell=bash
# The texts of Telegram messages: start, build output, success, failure, rollback. telegram.sh sends them.

readonly OUTPUT_LINES=15
readonly OUTPUT_BYTES=2000

# quoted TEXT CHARACTERS: text from outside, cut and escaped.
quoted() {
  local text
  text=$(readable <<<"$1")
  ((${#text} <= $2)) || text=${text:0:$2}…
  escape_html "$text"
}

site_html() {
  printf '<b>%s</b>' "$(escape_html "$SITE_NAME")"
}

push_html() {
  local text=
  [[ -z $MESSAGE ]] || text=$'\n'"<i>$(quoted "$MESSAGE" 300)</i>"
  [[ -z $PUSHER ]] || text+=$'\n'"by $(quoted "$PUSHER" 80)"
  printf '%s' "$text"
}

output_html() {
  local text
  text=$(last_lines_html "$1" "$OUTPUT_BYTES" "$OUTPUT_LINES")
  [[ -z $text ]] || printf '\n<pre>%s</pre>' "$text"
}

tell_start() {
  tell silent "🔧 $(site_html): deploying <code>${1:0:12}</code>$(push_html)"
}

tell_output() {
  tell silent "📄 $(site_html): the build says$(output_html "$1")"
}

tell_success() {
  tell aloud "✅ $(site_html): <code>${1:0:12}</code> is live after $2 s"
}

# tell_failure STEP EXIT_CODE SECONDS REASON LAST_LINES_FILE
tell_failure() {
  tell aloud "❌ $(site_html): failed at <b>$1</b>, exit code $2, after $3 s. The old page stays.
$(quoted "$4" 300)$(push_html)$(output_html "$5")"
}

tell_rollback() {
  tell aloud "↩️ $(site_html): rolled back to <code>$1</code>"
}
