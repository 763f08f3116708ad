# Pairs of rows are counted before they are written out.
cd "$(mktemp -d)"
(echo product,price; for i in $(seq 70); do echo "$i,1.00"; done) > goods.csv
cat > goods.precis <<'END'
module goods

codesystem Shop "http://example.org/shop"
code Product of Shop

catalog Goods keyed by Product version "1" from "goods.csv" { price : USD }

schema Person { paid : USD }
request Order { date : Date }
outcome Answer { yes favorable }

policy p "P" (person : Person, order : Order) at order.date {
  version   "1"
  effective 2026-01-01 to 2026-12-31

  decision answer : Answer by first match {
    rule r "R" { when any a in Goods where (any b in Goods where b.price > a.price) then yes }
    otherwise yes
  }
}
END
precis check goods.precis
