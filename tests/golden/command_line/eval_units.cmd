precis eval -e '25 mg/each * 90 each / 30 days'
precis eval -e '90 each * 25 mg/each'
precis eval -e '25 mg/each * 90 each / 45 each'
