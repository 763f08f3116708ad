# A byte of any file that could change a decision changes the content hash; another file does not.
cd "$(mktemp -d)"
mkdir data
cat > shared.precis <<'END'
module shared
use precis.codes { RxNorm, Drug }
parameter ceiling : USD { from 2026-01-01 : $2.00 }
catalog Goods keyed by Drug version "1" from "data/goods.csv" { price : USD }
valueset Set of RxNorm version "1" from "data/set.json"
END
printf 'drug,price\n11,1.00\n' > data/goods.csv
printf '{ "resourceType": "ValueSet", "url": "u", "version": "1", "status": "active", "compose": { "include": [ { "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "concept": [ { "code": "11" } ] } ] } }' > data/set.json
cat > policy.precis <<'END'
module asks
use precis.codes { Drug }
use shared { ceiling, Goods, Set }
schema Person { id : Text }
request Order { date : Date  drug : Drug }
outcome Answer { yes favorable  ask review }
policy p "P" (person : Person, order : Order) at order.date {
  version   "1"
  effective 2026-01-01 to 2026-12-31
  decision answer : Answer by first match {
    rule r "R" { when order.drug in Set and Goods[order.drug].price < ceiling at order.date then yes }
    otherwise ask
  }
}
END
echo 'module other' > other.precis
echo '{"member": {"id": "a"}, "request": {"date": "2026-03-01", "drug": {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "11"}}}' > a.ndjson
hash() { precis explain . -r a.ndjson --format json | grep -o '"content_hash": *"[^"]*"'; }
before=$(hash)
compare() {
  [ "$before" = "$(hash)" ] && echo "$1: the same" || echo "$1: changed"
  before=$(hash)
}
compare "nothing"
echo '# a remark' >> other.precis;             compare "another module"
sed -i 's/1.00/1.01/' data/goods.csv;         compare "a cell of the catalog"
sed -i 's/"u"/"v"/' data/set.json;            compare "the value set"
sed -i 's/\$2.00/$2.01/' shared.precis;       compare "the parameter"
