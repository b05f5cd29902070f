# Writes examples/customers.csv: 300 customers who do not exist.
#
#     awk -f make-customers.awk > customers.csv
#
# The columns are those of the well-known Mall Customers set; every row is drawn
# around one of six made-up kinds of customer, and six rows are drawn far from
# all of them.  The random numbers are our own (the minimal standard generator
# of Park and Miller 1988), so that every awk writes the same file.

function uniform() {
	state = (state * 16807) % 2147483647
	return state / 2147483647
}

# About normal: the sum of twelve uniform numbers less six.
function normal(mean, spread,    sum, i) {
	sum = 0
	for (i = 0; i < 12; i++)
		sum += uniform()
	return mean + spread * (sum - 6)
}

function within(value, least, most) {
	value = int(value + 0.5)
	return value < least ? least : value > most ? most : value
}

function customer(age, income, score, women) {
	printf "%d,%s,%d,%d,%d\n", ++id, uniform() < women ? "Female" : "Male", \
		within(age, 18, 75), within(income, 12, 180), within(score, 1, 100)
}

BEGIN {
	state = 20240229
	print "CustomerID,Gender,Age,Annual Income (k$),Spending Score (1-100)"
	#       age  sd income sd score sd women weight (cumulative)
	kind[1] = "58  7   54  7   49  6   0.55  0.24"
	kind[2] = "25  4   57  7   50  6   0.58  0.44"
	kind[3] = "33  4   92 12   82  7   0.54  0.64"
	kind[4] = "42  8   95 13   16  7   0.46  0.80"
	kind[5] = "25  4   25  5   79  8   0.58  0.91"
	kind[6] = "47 10   26  6   19  8   0.60  1.00"
	far[20] = "70 29 92"
	far[75] = "20 138 44"
	far[128] = "70 120 88"
	far[190] = "19 34 4"
	far[233] = "69 128 8"
	far[281] = "44 68 99"
	for (row = 1; row <= 300; row++) {
		if (row in far) {
			split(far[row], f)
			customer(f[1], f[2], f[3], 0.5)
			continue
		}
		draw = uniform()
		for (i = 1; i < 6; i++) {
			split(kind[i], k)
			if (draw < k[8])
				break
		}
		split(kind[i], k)
		customer(normal(k[1], k[2]), normal(k[3], k[4]), normal(k[5], k[6]), k[7])
	}
}
