(printf '{"member": {"id": "M\374ller"}}\n'
 yes '[' | head -n 100 | tr -d '\n'; echo) | precis run ../../../policies/cardiology/clopidogrel.precis --records -
