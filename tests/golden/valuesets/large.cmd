# 100,000 codes are read, checked and asked about.
cd "$(mktemp -d)"
{
  printf '{ "resourceType": "ValueSet", "url": "u", "version": "1", "status": "active", "compose": { "include": [ { "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "concept": [ '
  seq 1000000 1099998 | sed 's/.*/{ "code": "&" },/'
  printf '{ "code": "1099999" } ] } ] } }'
} > large.json
cat > large.precis <<'END'
module large
use precis.codes { RxNorm, Drug }
valueset Large of RxNorm version "1" from "large.json"
schema Person { id : Text }
request Order { date : Date  drug : Drug }
outcome Answer { yes favorable  ask review }
policy p "P" (person : Person, order : Order) at order.date {
  version   "1"
  effective 2026-01-01 to 2026-12-31
  decision answer : Answer by first match {
    rule r "R" { when order.drug in Large then yes }
    otherwise ask
  }
}
test "the last code" {
  given person { id: "a" }
  given order { date: 2026-03-01, drug: "1099999" }
  expect p.answer is yes
}
test "one more" {
  given person { id: "a" }
  given order { date: 2026-03-01, drug: "1100000" }
  expect p.answer is ask
}
END
precis test large.precis
