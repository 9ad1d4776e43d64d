/** Tools of the group pets. */

import type { Answer } from "../answer.js";
import * as auth from "../auth.js";
import { fields } from "../bodies.js";
import { tool } from "../registry.js";
import type { Call, Group } from "../registry.js";
import { Request } from "../request.js";

interface ListPetsArguments {
  kind?: ("dog" | "cat" | "bird")[];
  search?: string;
  limit?: number;
}

/**
 * List pets.
 *
 * GET /v1/pets
 */
async function listPets(call: Call, given: ListPetsArguments): Promise<Answer> {
  const request = new Request("GET", "api", "application/json, */*;q=0.1");
  request.text("/v1/pets");
  request.query("kind", given.kind);
  request.query("search", given.search);
  request.query("limit", given.limit);
  return call.send(request, auth.API_KEY);
}

interface CreatePetArguments {
  name: string;
  kind: "dog" | "cat" | "bird";
  born?: string;
  tags?: string[];
}

/**
 * Add a pet
 *
 * POST /v1/pets
 */
async function createPet(call: Call, given: CreatePetArguments): Promise<Answer> {
  const request = new Request("POST", "api", "application/json, */*;q=0.1");
  request.text("/v1/pets");
  request.json(fields({ name: given.name, kind: given.kind, born: given.born, tags: given.tags }), true);
  return call.send(request, auth.API_KEY);
}

interface GetPetArguments {
  id: number;
}

/**
 * Get one pet
 *
 * GET /v1/pets/{id}
 */
async function getPet(call: Call, given: GetPetArguments): Promise<Answer> {
  const request = new Request("GET", "api", "application/json, */*;q=0.1");
  request.text("/v1/pets/");
  request.path("id", given.id);
  return call.send(request, auth.API_KEY);
}

interface ChangePetArguments {
  id: number;
  name?: string;
  kind?: "dog" | "cat" | "bird";
  born?: string;
  tags?: string[];
}

/**
 * Change a pet.
 *
 * PATCH /v1/pets/{id}
 */
async function changePet(call: Call, given: ChangePetArguments): Promise<Answer> {
  const request = new Request("PATCH", "api", "application/json, */*;q=0.1");
  request.text("/v1/pets/");
  request.path("id", given.id);
  request.json(fields({ name: given.name, kind: given.kind, born: given.born, tags: given.tags }), true);
  return call.send(request, auth.API_KEY);
}

interface RemovePetArguments {
  id: number;
}

/**
 * Remove a pet.
 *
 * DELETE /v1/pets/{id}
 */
async function removePet(call: Call, given: RemovePetArguments): Promise<Answer> {
  const request = new Request("DELETE", "api", "application/json, */*;q=0.5");
  request.text("/v1/pets/");
  request.path("id", given.id);
  return call.send(request, auth.API_KEY);
}

export const TOOLS: Group = [
  tool("list_pets", listPets),
  tool("create_pet", createPet),
  tool("get_pet", getPet),
  tool("change_pet", changePet),
  tool("remove_pet", removePet),
];
