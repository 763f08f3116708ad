folder=$(mktemp -d)
precis doc rules.precis -o "$folder/book" | sed "s|$folder|FOLDER|"
ls "$folder/book"
echo "the rules and terms, without tags:"
sed -n '/id="decision-coverage"/,/id="data"/p' "$folder/book/pens.html" |
  sed -e 's/<[^>]*>//g' -e 's/&amp;/\&/g' | grep -v '^$' | head -n 50
echo "another book in the same folder:"
precis doc ../../../policies/cardiology/clopidogrel.precis -o "$folder/book" | sed "s|$folder|FOLDER|"
ls "$folder/book"
echo "beside other files:"
touch "$folder/book/notes.txt"
precis doc rules.precis -o "$folder/book" 2>&1 | sed "s|$folder|FOLDER|"
echo "a file:"
precis doc rules.precis -o "$folder/book/notes.txt" 2>&1 | sed "s|$folder|FOLDER|"
echo "no policy:"
precis doc ../../../policies/products.precis -o "$folder/other"
echo "exit code $?"
rm -r "$folder"
