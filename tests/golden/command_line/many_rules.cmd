# 10,000 rules and 50,000 conditions: a megabyte and a half of policy, checked, lowered and interpreted.
file=$(mktemp -d)
(cat <<'END'
module example.rules
use precis.member { Member, CoverageRequest }
use precis.benefit { Coverage }
policy example "Example" (member : Member, request : CoverageRequest) at request.date {
  version "1"
  effective 2026-01-01 to 2026-12-31
  source plan = plan "Plan"
  define every = request.quantity >= 0 each
END
 for i in $(seq 50000); do echo "    and request.quantity < $i each"; done
 echo '  decision coverage : Coverage by first match {'
 for i in $(seq 10000); do
   printf 'rule r%s "Rule" { when request.quantity > %s each\n' "$i" "$((11000 - i))"
   printf 'then refer to pharmacist, reason interaction, alternatives {}\nbecause "many" cite plan }\n'
 done
 echo 'otherwise approve tier 1, for 12 months'
 echo '}'
 echo '}') > "$file/rules.precis"
precis eval --use "$file/rules.precis" -e every
rm -r "$file"
