# shellcheck shell=bash
# Text that others wrote (commit messages, build output) made fit for a message in Telegram's HTML:
# https://core.telegram.org/bots/api#html-style
# Lengths are bytes of UTF-8 after escaping: never fewer than the units that Telegram counts.

# Filter: valid UTF-8 without colours and control characters, as a terminal would not show them either.
readable() {
  { iconv -c -f UTF-8 -t UTF-8 2>/dev/null || true; } |
    sed -e $'s/\x1b\\[[0-9;?]*[A-Za-z]//g' |
    tr -d '\000-\010\013-\037\177'
}

escape_html() {
  local text=$1
  text=${text//&/&amp;}
  text=${text//</&lt;}
  printf '%s' "${text//>/&gt;}"
}

size_bytes() {
  local LC_ALL=C
  printf '%s' "${#1}"
}

# cut_html TEXT BYTES: the start of escaped text; no character and no entity is cut in two.
cut_html() {
  local LC_ALL=C
  local cut=${1:0:$2} next=${1:$2:1}
  # A continuation byte comes next: what is left of its character goes.
  if [[ $next == [$'\x80'-$'\xbf'] ]]; then
    while [[ $cut == *[$'\x80'-$'\xbf'] ]]; do cut=${cut%?}; done
    cut=${cut%?}
  fi
  local tail=${cut##*&}
  [[ $cut != *'&'* || $tail == *';'* || ${#tail} -gt 4 ]] || cut=${cut%&*}
  printf '%s' "$cut"
}

# last_lines_html FILE BYTES LINES: the end of a text, escaped, in whole lines where they fit.
last_lines_html() {
  local left=$2 text='' line size index
  local -a lines=()
  mapfile -t lines < <(tail -n "$3" -- "$1" 2>/dev/null | readable)
  for ((index = ${#lines[@]} - 1; index >= 0; index--)); do
    line=$(escape_html "${lines[index]}")
    size=$(size_bytes "$line")
    if ((size >= left)); then
      [[ -n $text ]] || text=$(cut_html "$line" "$left")
      break
    fi
    text=$line${text:+$'\n'}$text
    left=$((left - size - 1))
  done
  printf '%s' "$text"
}
