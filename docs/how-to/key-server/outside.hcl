# The outside door: it opens released copies and its own people's sign-in secrets, and nothing else.
# There is no rule here for agency-, hub-, drafts- or audit- keys, so the server refuses them.

path "transit/decrypt/delivery-*" { capabilities = ["update"] }
path "transit/decrypt/sign-in"    { capabilities = ["update"] }
path "transit/encrypt/sign-in"    { capabilities = ["update"] }
path "auth/token/lookup-self" { capabilities = ["read"] }
