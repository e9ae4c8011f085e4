# Whoever runs `openmash vault rotate`, `retire`, `verify` and `destroy`. Not for a door or the worker:
# give it to a person, for an hour. Exporting and plain-text backup stay impossible for everybody.

path "transit/encrypt/+"     { capabilities = ["update"] }
path "transit/decrypt/+"     { capabilities = ["update"] }
path "transit/rewrap/+"      { capabilities = ["update"] }
path "transit/keys/+"        { capabilities = ["create", "update", "read", "delete"] }
path "transit/keys/+/rotate" { capabilities = ["create", "update"] }
path "transit/keys/+/config" { capabilities = ["create", "update"] }
path "transit/keys/+/trim"   { capabilities = ["create", "update"] }
path "auth/token/lookup-self" { capabilities = ["read"] }
