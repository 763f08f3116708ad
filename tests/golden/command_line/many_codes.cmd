# A value set of 100,000 codes, written in the policy.
file=$(mktemp -d)
(cat <<'END'
module example.codes
use precis.codes { RxNorm }
use precis.member { Member, CoverageRequest }
use precis.benefit { Coverage }
policy example "Example" (member : Member, request : CoverageRequest) at request.date {
  version "1"
  effective 2026-01-01 to 2026-12-31
  decision coverage : Coverage by first match { otherwise approve tier 1, for 12 months }
}
valueset Many of RxNorm version "1" {
END
 seq 100000 199999 | sed 's/.*/"&" "drug &"/'
 echo '}') > "$file/codes.precis"
echo '{"member": {"id": "M1", "birth_date": "1961", "enrolled_from": "2020-01-01"}, "request": {"drug": "150000", "date": "2026-03-01", "quantity": 30, "days_supply": 30}}' > "$file/record.ndjson"
precis eval --use "$file/codes.precis" --record "$file/record.ndjson" -e 'request.drug in Many'
rm -r "$file"
