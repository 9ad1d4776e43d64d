//go:build tools

// Names the programs that build.sh builds, so that go.mod and go.sum say of which versions.
package tools

import (
	_ "github.com/hashicorp/vault"
	_ "github.com/hashicorp/vault-plugin-auth-kubernetes/cmd/vault-plugin-auth-kubernetes"
)
