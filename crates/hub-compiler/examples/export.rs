//! Writes the source project of a blueprint into a folder, without the rest of the product around it: for work on templates.
//! `cargo run -p hub-compiler --example export -- BLUEPRINT LANGUAGE FOLDER`

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use hub_compiler::emit::{Language, License, emit};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [blueprint, language, folder] = arguments.as_slice() else {
        return Err("usage: export BLUEPRINT LANGUAGE FOLDER".into());
    };
    let blueprint = serde_json::from_str(&fs::read_to_string(blueprint)?)?;
    for (name, text) in emit(&blueprint, language.parse::<Language>()?, License::default())?.files {
        let path = Path::new(folder).join(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(folder)))?;
        fs::write(path, text)?;
    }
    Ok(())
}
