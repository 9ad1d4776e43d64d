//go:build tools

// Names the program that build.sh builds, so that go.mod and go.sum say of which version.
package tools

import _ "github.com/docker/compose/v2/cmd"
