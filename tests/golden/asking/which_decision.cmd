precis ask inhaler.precis --decision coverag
precis ask ../../../policies/pain/opioids.precis ../../../policies/products.precis
