#!/bin/bash
# modules-of.sh KERNEL MODULE...: the files of these modules and of all that they need, in the order of loading.
set -euo pipefail
kernel=$1
version=$(ls "$kernel/lib/modules")
shift
for module in "$@"; do
  modprobe --dirname "$kernel" --set-version "$version" --show-depends "$module"
done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }'
