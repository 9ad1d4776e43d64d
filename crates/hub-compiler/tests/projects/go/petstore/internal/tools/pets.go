// Tools of the group pets.

package tools

import (
	"context"
	"encoding/json"

	"example.com/petstore-mcp/internal/answer"
	"example.com/petstore-mcp/internal/auth"
	"example.com/petstore-mcp/internal/registry"
	"example.com/petstore-mcp/internal/request"
)

var petsTools = []registry.Tool{
	registry.New("list_pets", listPets),
	registry.New("create_pet", createPet),
	registry.New("get_pet", getPet),
	registry.New("change_pet", changePet),
	registry.New("remove_pet", removePet),
}

type listPetsArguments struct {
	Kind   []string     `arg:"kind"`
	Search *string      `arg:"search"`
	Limit  *json.Number `arg:"limit"`
}

// listPets is a tool: List pets.
//
// GET /v1/pets
func listPets(ctx context.Context, call *registry.Call, given listPetsArguments) answer.Answer {
	made := request.New("GET", "api", "application/json, */*;q=0.1")
	made.Text("/v1/pets")
	made.Query("kind", given.Kind)
	made.Query("search", given.Search)
	made.Query("limit", given.Limit)
	return call.Send(ctx, made, auth.APIKey)
}

type createPetArguments struct {
	Name string   `arg:"name"`
	Kind string   `arg:"kind"`
	Born *string  `arg:"born"`
	Tags []string `arg:"tags"`
}

// createPet is a tool: Add a pet
//
// POST /v1/pets
func createPet(ctx context.Context, call *registry.Call, given createPetArguments) answer.Answer {
	made := request.New("POST", "api", "application/json, */*;q=0.1")
	made.Text("/v1/pets")
	made.JSON(
		request.Fields(
			request.Field("name", given.Name),
			request.Field("kind", given.Kind),
			request.Field("born", given.Born),
			request.Field("tags", given.Tags),
		),
		request.Required,
	)
	return call.Send(ctx, made, auth.APIKey)
}

type getPetArguments struct {
	ID json.Number `arg:"id"`
}

// getPet is a tool: Get one pet
//
// GET /v1/pets/{id}
func getPet(ctx context.Context, call *registry.Call, given getPetArguments) answer.Answer {
	made := request.New("GET", "api", "application/json, */*;q=0.1")
	made.Text("/v1/pets/")
	made.Path("id", given.ID)
	return call.Send(ctx, made, auth.APIKey)
}

type changePetArguments struct {
	ID   json.Number `arg:"id"`
	Name *string     `arg:"name"`
	Kind *string     `arg:"kind"`
	Born *string     `arg:"born"`
	Tags []string    `arg:"tags"`
}

// changePet is a tool: Change a pet.
//
// PATCH /v1/pets/{id}
func changePet(ctx context.Context, call *registry.Call, given changePetArguments) answer.Answer {
	made := request.New("PATCH", "api", "application/json, */*;q=0.1")
	made.Text("/v1/pets/")
	made.Path("id", given.ID)
	made.JSON(
		request.Fields(
			request.Field("name", given.Name),
			request.Field("kind", given.Kind),
			request.Field("born", given.Born),
			request.Field("tags", given.Tags),
		),
		request.Required,
	)
	return call.Send(ctx, made, auth.APIKey)
}

type removePetArguments struct {
	ID json.Number `arg:"id"`
}

// removePet is a tool: Remove a pet.
//
// DELETE /v1/pets/{id}
func removePet(ctx context.Context, call *registry.Call, given removePetArguments) answer.Answer {
	made := request.New("DELETE", "api", "application/json, */*;q=0.5")
	made.Text("/v1/pets/")
	made.Path("id", given.ID)
	return call.Send(ctx, made, auth.APIKey)
}
