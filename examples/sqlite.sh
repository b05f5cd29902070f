#!/bin/sh
# From a database and back to it.
set -eu
rm -f crm.sqlite

# A CRM with a table of customers.
sqlite3 crm.sqlite '.mode csv' '.import customers.csv customers'

# Out of it, through the pipe, and into a table of segments.
sqlite3 -csv -header crm.sqlite 'SELECT * FROM customers' > rows.csv
seg-pipeline -q -k 6 -o segments rows.csv
sqlite3 crm.sqlite '.mode csv' '.import segments/segments.csv segments'

sqlite3 -column -header crm.sqlite \
    'SELECT persona, goal, COUNT(*) AS customers FROM segments GROUP BY persona, goal ORDER BY 3 DESC, 1'
