# The inside door and the worker: they use keys, make those of new hubs and agencies, and can neither
# turn, export nor destroy one. "create" is left out on purpose where words are encrypted: with it the
# server would make a key of its own accord for a name that it does not know.

path "transit/encrypt/+" { capabilities = ["update"] }
path "transit/decrypt/+" { capabilities = ["update"] }
path "transit/keys/+"    { capabilities = ["create", "update", "read"] }
path "auth/token/lookup-self" { capabilities = ["read"] }
