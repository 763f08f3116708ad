precis eval -e 'age(member.birth_date) >= 18 years'
precis eval -e '1 + 2 * 3 > 6'
precis eval -e 'request.quantity / request.days_supply' 
precis eval -e 'member.genome.CYP2C19.phenotype' --use ../../../policies --policy clopidogrel
precis eval -e 'recent_acs' --use ../../../policies/cardiology/clopidogrel.precis
precis eval -e 'member.wieght > 60 kg'
precis eval -e 'latest d in member.diagnoses where true'
precis eval -e '1 +'
precis eval -e true --use ../../../policies/cost
precis eval -e true --use ../../../policies/cost --policy comercial
