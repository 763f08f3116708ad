# One file for each way in which the rows of a catalog can be wrong.
cd "$(mktemp -d)"
cat > goods.precis <<'END'
module goods

use precis.codes { Drug }

type Tier { preferred "preferred"  standard "standard" }

catalog Goods keyed by Drug version "1" from "data/goods.csv" {
  tier  : Tier
  dose  : mg 0.0 to 50.0 ?
  since : Date
}
END
mkdir data
check() {
  echo "== $1"
  cat > data/goods.csv
  precis check goods.precis
}
echo 'drug,teir,dose,since' | check "a slip in the header"
echo 'drug,tier,dose,dose,since' | check "a column twice"
echo 'drug,tier,since' | check "no column"
echo 'drug,tier,dose,since' | check "no row"
printf 'drug,tier,dose,since\n11,preferred,5\n' | check "a short line"
printf 'drug,tier,dose,since\n11,preferred,"5" mg,2026-01-01\n' | check "quotes"
printf 'drug,tier,dose,since\n11,pr\344ferred,5,2026-01-01\n' | check "not UTF-8"
