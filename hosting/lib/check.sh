# shellcheck shell=bash
# Checks of a build's result before it goes live, and of the live page right after.

# check_result FOLDER: fails with the reason if it must not be published.
check_result() {
  local odd size
  [[ -d $1 && ! -L $1 ]] || fail "The build made no folder $OUTPUT_FOLDER."
  [[ -s $1/index.html ]] || fail "There is no index.html in $OUTPUT_FOLDER."
  # A link could publish any file of this machine.
  odd=$(find "$1" ! -type f ! -type d -print -quit)
  [[ -z $odd ]] || fail "Only files and folders are published, and this is neither: ${odd#"$1"/}"
  odd=$(find "$1" -name $'*\n*' -print -quit)
  [[ -z $odd ]] || fail 'A file name has a line break in it.'
  size=$(find "$1" -type f -printf '%s\n' | awk '{ bytes += $1 } END { printf "%d", bytes }')
  ((size >= MIN_BYTES)) || fail "The result is too small: $size bytes, at least $MIN_BYTES are expected."
  ((size <= MAX_BYTES)) || fail "The result is too large: $size bytes, at most $MAX_BYTES are allowed."
}

# check_answer RELEASE_FOLDER: asks nginx, as a visitor would, and compares the page.
check_answer() {
  local page=$SITE_ROOT/work/answer status same=no
  status=$(curl --disable --silent --noproxy '*' --connect-to "::$CHECK_ADDRESS" --max-time 10 \
    --retry 1 --retry-delay 1 --output "$page" --write-out '%{http_code}' -- "$CHECK_URL") || true
  cmp --silent -- "$page" "$1/index.html" && same=yes
  rm -f -- "$page"
  [[ $status == [1-9]* ]] || fail "$CHECK_URL at $CHECK_ADDRESS does not answer."
  [[ $status == 200 ]] || fail "$CHECK_URL at $CHECK_ADDRESS answers $status instead of 200."
  [[ $same == yes ]] || fail "$CHECK_URL answers with another page than this release's."
}

# Asked when something has failed, before the cleaning up. In KiB; a page or two is always left over.
disk_is_full() {
  local free
  free=$(df --output=avail -k -- "$SITE_ROOT" | tail -n 1)
  ((free < 256))
}
