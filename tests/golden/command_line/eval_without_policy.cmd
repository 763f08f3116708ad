# Files without a policy: what they declare is used with the standard member and request.
precis eval -e 'at_least(request.days_supply, 84 days)' --use ../reference/definitions.precis
file=$(mktemp -d)
printf 'module limits\nuse precis.codes { RxNorm }\nvalueset Statin of RxNorm version "1" { "83367" "atorvastatin" }\ndefine limit = 31 days\n' > "$file/limits.precis"
precis eval -e 'request.drug in Statin and request.days_supply > limit' --use "$file"
rm -r "$file"
precis eval -e '1,000'
