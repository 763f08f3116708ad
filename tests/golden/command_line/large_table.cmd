table() {
  echo 'module example.table'
  echo 'table twice (a : integer 0 to 9999, b : Bool) gives Bool by unique {'
  echo '  a | b => t'
  echo '  --+---=>--'
  for i in $(seq 0 "$1"); do echo "  $i | any => true"; done
  echo '  otherwise => false'
  echo '}'
}
table 4999 | precis check /dev/stdin
table 5000 | precis check /dev/stdin
