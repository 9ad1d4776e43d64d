# List the pets
# of one owner
curl -s "https://api.example.com/v1/owners/$OWNER_ID/pets?limit=10" -H "Authorization: Bearer $TOKEN" | jq .

# Make a pet:
curl -X POST https://api.example.com/v1/pets \
  -H 'Content-Type: application/json' \
  -d '{"name": "Rex", "tags": ["a"], "owner": {"id": 7}}'

$ curl -XDELETE https://api.example.com/v1/pets/<pet id>
