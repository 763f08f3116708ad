(echo 'module example.long'
 printf 'define long = 1'; yes ' - 1' | head -n 600 | tr -d '\n'; echo) | precis check /dev/stdin
