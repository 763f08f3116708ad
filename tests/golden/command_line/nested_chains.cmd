# Chains in brackets in chains: each is short enough, all together are not.
(echo 'module example.chains'
 printf 'define deep = '
 for i in $(seq 190); do printf '('; done
 printf 1
 for i in $(seq 190); do printf -- ' - 1 - 1 - 1)'; done
 echo) | precis check /dev/stdin
