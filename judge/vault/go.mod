// What the judges' Vault is built of: the newest of 1.21 whose `sdk` is published; those after it are built with folders that their module does not have.
module mcphub/judge/vault

go 1.26

require (
	github.com/hashicorp/vault v1.21.2
	github.com/hashicorp/vault-plugin-auth-kubernetes v0.23.1
)

// As Vault itself is built.
replace github.com/99designs/keyring => github.com/Jeffail/keyring v1.2.3

replace github.com/ma314smith/signedxml v1.1.1 => github.com/moov-io/signedxml v1.1.1
