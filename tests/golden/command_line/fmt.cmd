folder=$(mktemp -d)
cd "$folder"
printf 'module  a\ndefine x=1+2 # three\n' > a.precis
printf 'module b\n' > b.precis
printf 'module c\ndefine = 1\n' > c.precis
echo "check:"; precis fmt --check a.precis b.precis; echo "exit code $?"
echo "in place:"; precis fmt a.precis b.precis; echo "exit code $?"; cat a.precis
echo "check again:"; precis fmt --check .; echo "exit code $?"
echo "standard input:"; printf 'module d\ntype T{a"b"cc"d"}' | precis fmt -; echo "exit code $?"
echo "standard input, check:"; printf 'module  d\n' | precis fmt --check -; echo "exit code $?"
rm -r "$folder"
