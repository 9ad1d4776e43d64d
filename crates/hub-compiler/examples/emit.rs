//! Writes a blueprint's source project and says how long making it took: `emit BLUEPRINT LANGUAGE DIR`.

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use hub_compiler::emit::{Language, emit};
use hub_model::Blueprint;

#[expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a tool that measures, for people")]
fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [source, language, folder] = arguments.as_slice() else {
        return Err("usage: emit BLUEPRINT LANGUAGE DIR".into());
    };
    let blueprint: Blueprint = serde_json::from_str(&std::fs::read_to_string(source)?)?;
    let language: Language = language.parse()?;
    let began = Instant::now();
    let project = emit(&blueprint, language)?;
    let took = began.elapsed();
    for (name, text) in &project.files {
        let path = Path::new(folder).join(name);
        path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(path, text)?;
    }
    println!("{} files, {} tools, {} ms", project.files.len(), blueprint.tools.len(), took.as_millis());
    Ok(())
}
