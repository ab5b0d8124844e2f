#!/usr/bin/env bash
# Draws contact.jpg, the picture of the README: three templates in nine pictures. Needs ImageMagick.
#
#   docs/contact.sh [MIMEO]     by default the release build
set -euo pipefail
cd "$(dirname "$0")/.."
mimeo=${1:-${CARGO_TARGET_DIR:-target}/release/mimeo}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
page=()
n=0

# put X Y WIDTH HEIGHT TEMPLATE BRAND SIZE LOCALE SLOT=VALUE…
put() {
  local x=$1 y=$2 w=$3 h=$4 file=$work/$((n += 1)).png set=()
  for one in "${@:9}"; do set+=(--set "$one"); done
  "$mimeo" --data "$work/data" render "$5" --brand "$6" --size "$7" --locale "$8" "${set[@]}" -o "$file"
  page+=('(' "$file" -resize "${w}x${h}!" ')' -geometry "+$x+$y" -composite)
}

# sale X Y WIDTH HEIGHT SIZE LOCALE PHOTO
sale() {
  put "${@:1:4}" summer-sale parasola "$5" "$6" "photo=$7" "headline=deck headline.1-home"
}

# card X Y WIDTH HEIGHT SIZE LOCALE PRODUCT KEY PRICE WAS RATING REVIEWS
card() {
  put "${@:1:4}" product-card parasola "$5" "$6" "product=$7" "name=deck product.$8" "price=$9" "was=${10}" \
    "rating=${11}" "reviews=${12}" "was-label=deck card.was" "kicker=deck card.kicker" "cta=deck card.cta" \
    "legal=deck card.legal"
}

sale 16 16 776 200 970x250 en-US beach
card 808 16 240 200 300x250 ar-SA bottle bottle-alba "94 SAR" "135 SAR" 4.6 876
sale 1064 16 240 200 300x250 ja-JP paper
sale 16 232 214 427 300x600 de-DE pool
put 246 232 342 427 event-quote arkhalle 1080x1350 en-US portrait=ines "quote=deck quote.q1" \
  "speaker=deck speaker.q1" "role=deck role.q1"
card 604 232 342 427 1080x1350 de-DE lamp lamp-fungo "74.9 EUR" "109 EUR" 4.7 1204
sale 962 232 342 427 1080x1350 ar-SA deck
sale 16 675 639 79 728x90 th-TH citrus
card 665 675 639 79 728x90 ja-JP mug mug-laguna "1780 JPY" "2480 JPY" 4.9 2318

convert -size 1320x770 xc:'#e8e7e2' "${page[@]}" -quality 88 docs/contact.jpg
