# The cells of a catalog, each wrong in its own way.
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
check "cells" <<'END'
since,drug,tier,dose
2026-01-01,11,prefered,5
2026-01-01,12,preferred,5 mg
2026-01-01,13,preferred,5.25
2026-01-01,14,preferred,51
2026-02-30,15,standard,
2026-01-01,16,,"5"
2026-01-01,16,standard,5
2026-01-01,,standard,5
2026-01-01,X1,standard,5
END
