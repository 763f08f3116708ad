(printf '{"member": {"id": "'; yes M | tr -d '\n' | head -c 300000000; echo) |
  precis run ../../../policies/cardiology/clopidogrel.precis --records -
