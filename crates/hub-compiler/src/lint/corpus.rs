//! Every schema made from the corpus of real documents keeps the rules of its profile.

use std::path::{Path, PathBuf};

use hub_model::Profile;

use crate::passes::profiles::{Role, Rules, check};
use crate::{Documents, Options, compile};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|kind| ["json", "yaml", "yml"].iter().any(|known| kind == *known)) {
            found.push(path);
        }
    }
}

#[test]
fn the_corpus_keeps_the_rules_of_every_profile() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/openapi");
    let mut found = Vec::new();
    files(&folder, &mut found);
    found.sort();
    if found.is_empty() {
        println!("skipped: there is no corpus at {}", folder.display());
    }
    // The largest documents take a minute without optimisation and bring no other kinds of schemas.
    let small = |path: &&PathBuf| std::fs::metadata(path).is_ok_and(|file| file.len() < 60_000);
    for path in found.iter().filter(small) {
        let bytes = std::fs::read(path).unwrap();
        for profile in Profile::ALL {
            let documents = Documents::new(&path.display().to_string(), bytes.clone());
            let options = Options { profile, ..Options::default() };
            let Some(blueprint) = compile(&documents, &options).blueprint else { continue };
            for tool in &blueprint.tools {
                let mut broken = check(&tool.input_schema, Rules::of(profile), Role::Input);
                if let Some(output) = &tool.output {
                    broken.extend(check(&output.schema, Rules::of(Profile::Standard), Role::Output));
                }
                assert!(broken.is_empty(), "{} {profile} {}: {broken:?}", path.display(), tool.name);
            }
        }
    }
}
