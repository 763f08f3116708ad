#!/usr/bin/env bash
# The demo that `./dev demo` shows: synthetic patients, the bundled policies, the table of outcomes,
# one decision that was made and one that needs information. Takes the build folder.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

programs=${1:?the build folder, such as build/dev}/bin
demo=build/demo
patients=5000
seed=7
# The policies that the synthetic patients have stories for.
policies=(policies/cardiology/clopidogrel.precis policies/diabetes/glp1.precis
  policies/neurology/siponimod.precis policies/products.precis)

bold= plain=
if [[ -t 1 && -z ${NO_COLOR:-} ]]; then bold=$'\e[1m' plain=$'\e[0m'; fi

heading() { printf '\n%s%s%s\n\n' "$bold" "$*" "$plain"; }
trap 'echo "the demo failed: ${BASH_SOURCE[0]}:$LINENO" >&2' ERR

# Shows a command as one would type it after `export PATH="$PWD/build/dev/bin:$PATH"`, and runs it.
show() {
  printf '$ %s\n' "$*"
  "$programs/$1" "${@:2}"
}

# The member and policy of a decision worth reading, from the decisions on file.
choose() {
  python3 - "$1" "$demo/decisions.ndjson" <<'PYTHON'
import collections
import json
import sys

wanted, path = sys.argv[1:]
decisions = [json.loads(line) for line in open(path, encoding="utf-8")]
requests = collections.Counter(it["member"] for it in decisions)


# The lowest rank is shown; nothing is no candidate.
def rank(it):
    if requests[it["member"]] > 1:
        return None
    if wanted == "made" and it.get("outcome") == "refer":
        return it["rule"] != "poor_response"
    if wanted == "waiting" and it["answer"] == "needs-information":
        return it["policy"] == "clopidogrel", "member.fills" not in it["missing"], len(it["missing"])
    return None


candidates = [it for it in decisions if rank(it) is not None]
if not candidates:
    sys.exit(f"no decision is {wanted}: see {path}")
chosen = min(candidates, key=rank)
print(chosen["member"], chosen["policy"])
PYTHON
}

# explain <member> <policy> <page>
explain() {
  show precis explain "${policies[@]}" --records "$demo/members.ndjson" --member "$1" --policy "$2" \
    --format text
  "$programs/precis" explain "${policies[@]}" --records "$demo/members.ndjson" --member "$1" \
    --policy "$2" --format html --output "$3"
}

for program in precis precis-synth; do
  if [[ ! -x $programs/$program ]]; then
    echo "$programs/$program is missing: ./dev build" >&2
    exit 1
  fi
done
rm -rf "$demo"
mkdir -p "$demo"

heading "1. $patients synthetic patients: FHIR R4 bundles with fills, labs and genotypes, nobody's data"
echo "\$ precis-synth generate --patients $patients --seed $seed > $demo/members.ndjson"
"$programs/precis-synth" generate --patients "$patients" --seed "$seed" >"$demo/members.ndjson"
printf '%s lines, %s\n' "$(wc -l <"$demo/members.ndjson")" \
  "$(du -h --apparent-size "$demo/members.ndjson" | cut -f1)B"

heading "2. Three policies, compiled to native code, decide them"
begin=$(date +%s%N)
show precis run "${policies[@]}" --records "$demo/members.ndjson" --decisions "$demo/decisions.ndjson"
end=$(date +%s%N)
printf '\n%s decisions with their reasons in %s: %d.%d s in all\n' \
  "$(wc -l <"$demo/decisions.ndjson")" "$demo/decisions.ndjson" \
  $(((end - begin) / 1000000000)) $(((end - begin) / 100000000 % 10))

read -r member policy < <(choose made)
heading "3. A decision that was made, and why"
explain "$member" "$policy" "$demo/decided.html"

read -r member policy < <(choose waiting)
heading "4. A decision that waits, and for what"
explain "$member" "$policy" "$demo/needs-information.html"

heading "5. The same two as pages, to open in a browser or to print"
printf '  %s\n' "$PWD/$demo/decided.html" "$PWD/$demo/needs-information.html"
printf '\nThe policies are examples of the language, not medical advice. Next: docs/tutorial.md\n'
