//! Tools of the group pets.

use serde::Deserialize;
use serde_json::Number;

use crate::auth;
use crate::cannot::CannotCall;
use crate::registry::{Tool, tool};
use crate::request::Request;
use crate::sources::Source;

/// The functions by the names of their tools.
pub fn tools() -> Vec<Tool> {
    vec![
        tool("list_pets", list_pets),
        tool("create_pet", create_pet),
        tool("get_pet", get_pet),
        tool("change_pet", change_pet),
        tool("remove_pet", remove_pet),
    ]
}

/// Arguments of list_pets.
#[derive(Debug, Deserialize)]
pub struct ListPetsArguments {
    /// Only these kinds.
    pub kind: Option<Vec<String>>,
    /// A part of the name, in any case.
    pub search: Option<String>,
    /// The most pets to return.
    pub limit: Option<Number>,
}

/// List pets.
///
/// GET /v1/pets
pub fn list_pets(given: &ListPetsArguments) -> Result<Request, CannotCall> {
    let mut request = Request::new("GET", "api", "application/json, */*;q=0.1");
    request.secured(auth::API_KEY);
    request.text("/v1/pets");
    request.query("kind", &given.kind);
    request.query("search", &given.search);
    request.query("limit", &given.limit);
    Ok(request)
}

/// Arguments of create_pet.
#[derive(Debug, Deserialize)]
pub struct CreatePetArguments {
    /// What it is called.
    pub name: String,
    pub kind: String,
    /// Format: date.
    pub born: Option<String>,
    /// Free labels.
    pub tags: Option<Vec<String>>,
}

/// Add a pet
///
/// POST /v1/pets
pub fn create_pet(given: &CreatePetArguments) -> Result<Request, CannotCall> {
    let mut request = Request::new("POST", "api", "application/json, */*;q=0.1");
    request.secured(auth::API_KEY);
    request.text("/v1/pets");
    let body = &mut request.body;
    body.required();
    let mut source = Source::fields();
    source.add("name", &given.name);
    source.add("kind", &given.kind);
    source.add("born", &given.born);
    source.add("tags", &given.tags);
    body.json(source)?;
    Ok(request)
}

/// Arguments of get_pet.
#[derive(Debug, Deserialize)]
pub struct GetPetArguments {
    /// Number of the pet.
    pub id: Number,
}

/// Get one pet
///
/// GET /v1/pets/{id}
pub fn get_pet(given: &GetPetArguments) -> Result<Request, CannotCall> {
    let mut request = Request::new("GET", "api", "application/json, */*;q=0.1");
    request.secured(auth::API_KEY);
    request.text("/v1/pets/");
    request.path("id", &given.id);
    Ok(request)
}

/// Arguments of change_pet.
#[derive(Debug, Deserialize)]
pub struct ChangePetArguments {
    /// Number of the pet.
    pub id: Number,
    /// What it is called.
    pub name: Option<String>,
    pub kind: Option<String>,
    /// Format: date.
    pub born: Option<String>,
    /// Free labels.
    pub tags: Option<Vec<String>>,
}

/// Change a pet.
///
/// PATCH /v1/pets/{id}
pub fn change_pet(given: &ChangePetArguments) -> Result<Request, CannotCall> {
    let mut request = Request::new("PATCH", "api", "application/json, */*;q=0.1");
    request.secured(auth::API_KEY);
    request.text("/v1/pets/");
    request.path("id", &given.id);
    let body = &mut request.body;
    body.required();
    let mut source = Source::fields();
    source.add("name", &given.name);
    source.add("kind", &given.kind);
    source.add("born", &given.born);
    source.add("tags", &given.tags);
    body.json(source)?;
    Ok(request)
}

/// Arguments of remove_pet.
#[derive(Debug, Deserialize)]
pub struct RemovePetArguments {
    /// Number of the pet.
    pub id: Number,
}

/// Remove a pet.
///
/// DELETE /v1/pets/{id}
pub fn remove_pet(given: &RemovePetArguments) -> Result<Request, CannotCall> {
    let mut request = Request::new("DELETE", "api", "application/json, */*;q=0.5");
    request.secured(auth::API_KEY);
    request.text("/v1/pets/");
    request.path("id", &given.id);
    Ok(request)
}
