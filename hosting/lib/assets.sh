# shellcheck shell=bash
# Files beside the page: those of earlier releases stay reachable for whoever still has an earlier page,
# and each is there in a compressed form, too (nginx: gzip_static, brotli_static).

readonly COMPRESSIBLE='.*\.(html|css|js|mjs|json|map|svg|xml|txt|wasm|webmanifest|ico|ttf|otf)'

# Hugo's form of a file name with a content hash, in any folder.
readonly FINGERPRINTED='.*\.[0-9a-f]{32,128}\.[a-z0-9]+'

# note_assets FOLDER LIST: writes down which hashed files are this release's own. Without the list, old files
# would be copied to every later release.
note_assets() {
  local name
  local -a names
  read -r -a names <<<"$ASSET_FOLDERS"
  {
    find "$1" -regextype posix-extended -type f -regex "$FINGERPRINTED" -printf '%P\n'
    for name in "${names[@]}"; do
      [[ ! -d $1/$name ]] || find "$1/$name" -type f -printf "$name/%P\n"
    done
  } | sort -u >"$2"
}

# keep_assets FOLDER: as hard links, from every release that is still there.
keep_assets() {
  local path old file
  for path in "$SITE_ROOT"/releases/*/; do
    old=${path%/}
    [[ $old != "$1" && -e ${old%.withdrawn}.assets ]] || continue
    while IFS= read -r file; do
      [[ -e $1/$file ]] || keep_asset "$old" "$file" "$1"
    done <"${old%.withdrawn}.assets"
  done
}

keep_asset() {
  local ending
  mkdir -p -- "$3/$(dirname -- "$2")"
  for ending in '' .gz .br; do
    [[ ! -e $1/$2$ending || -e $3/$2$ending ]] || cp --link -- "$1/$2$ending" "$3/$2$ending"
  done
}

# Two at a time; a build that brings its own .gz or .br keeps it.
compress() {
  compress_with .gz "$1" gzip -9 --no-name --keep
  [[ -z $(command -v brotli) ]] || compress_with .br "$1" brotli --best --keep
}

compress_with() {
  local ending=$1 folder=$2 file
  shift 2
  find "$folder" -regextype posix-extended -type f -size +1k -regex "$COMPRESSIBLE" -print0 |
    while IFS= read -r -d '' file; do
      [[ -e $file$ending ]] || printf '%s\0' "$file"
    done | xargs -0 -r -P 2 -n 4 "$@" --
}
