long=$(yes a | head -n 1000000 | tr -d '\n')
(echo 'module example.names'
 printf 'define b%s = c%s\n' "$long" "$long") |
  precis check /dev/stdin 2>&1 | cut -c 1-100
