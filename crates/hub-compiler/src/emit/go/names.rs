//! Names that Go projects cannot give to what a document names.

use super::super::identifiers::{Case, Names};

/// Keywords, names that Go has itself, and those that the files of tools use.
const OF_TOOLS: &str = "break case chan const continue default defer else fallthrough for func go goto if import interface map \
    package range return select struct switch type var any append bool byte cap clear close comparable complex copy delete error \
    false float64 imag init int int64 iota len main make max min new nil panic print println real recover rune string true uint \
    uint8 uintptr answer auth call context ctx given json made registry request slices value";

/// What the package of authentication calls its own.
const OF_AUTH: &str = "Access Alternatives Authenticator CannotAuthenticate Certificate Credential Digest New None Requirement \
    Scheme Schemes Token";

/// The last words of file names that say for which systems and processors a file is, or that it is a test.
const CONSTRAINTS: &str = "test aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris \
    wasip1 windows zos 386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc \
    ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm";

/// The names of the package of tools: its functions and types, and the lists of them. `packages` are those of only some projects.
pub(super) fn of_tools(packages: &str) -> Names {
    scope(Case::Unexported, &format!("{OF_TOOLS} {packages}"))
}

/// The names of the sets of alternatives.
pub(super) fn of_securities() -> Names {
    scope(Case::Exported, OF_AUTH)
}

fn scope(case: Case, reserved: &str) -> Names {
    Names::new(case, &reserved.split_whitespace().collect::<Vec<_>>())
}

/// The name of a group's file, without the ending.
pub(super) fn file(group: &str) -> String {
    let last = group.rsplit('_').next().unwrap_or_default();
    if CONSTRAINTS.split_whitespace().any(|word| word == last) { format!("{group}_") } else { group.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_is_compiled_everywhere() {
        assert_eq!(
            ["pets", "store_linux", "windows", "a_test", "testing"].map(file),
            ["pets", "store_linux_", "windows_", "a_test_", "testing"]
        );
    }
}
