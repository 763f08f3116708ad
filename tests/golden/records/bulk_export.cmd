policies="$PWD/../../../policies/cardiology/clopidogrel.precis $PWD/../../../policies/diabetes $PWD/../../../policies/neurology $PWD/../../../policies/products.precis"
here=$(mktemp -d)
mkdir "$here/bundles" "$here/export" "$here/packed"
precis-synth generate --patients 300 --seed 7 > "$here/bundles/Patient.ndjson"
python3 -B split_bundles.py "$here/bundles/Patient.ndjson" "$here/export"
cp "$here"/export/*.ndjson "$here/packed" && gzip "$here"/packed/[B-O]*.ndjson
(cd "$here/bundles" && precis run $policies --records Patient.ndjson --decisions ../of_bundles > ../table)
(cd "$here/export" && precis run $policies --records *.ndjson --decisions ../of_export | cmp - ../table)
(cd "$here/packed" && precis run $policies --records * --decisions ../of_packed | cmp - ../table)
(cd "$here" && precis run $policies --records export --decisions of_folder | cmp - table)
sed -i 's|"record":"export/|"record":"|' "$here/of_folder"
cmp "$here/of_bundles" "$here/of_export" && cmp "$here/of_bundles" "$here/of_packed" &&
  cmp "$here/of_bundles" "$here/of_folder" && echo "the same decisions"
grep "members read" "$here/table"
rm -r "$here"
