//! How a project of each language is installed, started, tested and published.

/// What the files that every project has must know of its language.
pub(super) struct Runtime {
    pub(super) language: &'static str,
    pub(super) package: String,
    /// Installs what is needed to run and to test it.
    pub(super) install: String,
    /// Starts it; `--stdio` may follow.
    pub(super) command: Vec<String>,
    pub(super) test: String,
    pub(super) lint: String,
    /// `mcpb`'s word for how it is started, and the file that is.
    pub(super) bundle: (&'static str, String),
    /// The registry of packages that `server.json` names: `oci` for images, where the language's own is none of MCP's.
    pub(super) registry: &'static str,
    /// What version control and images leave out.
    pub(super) ignored: &'static [&'static str],
    pub(super) docker: &'static str,
    pub(super) ci: &'static str,
}

impl Runtime {
    pub(super) fn python(package: &str, module: &str) -> Self {
        Self {
            language: "Python",
            package: package.to_owned(),
            install:
                "python3 -m venv .venv\n.venv/bin/pip install -r requirements.txt\n.venv/bin/pip install -e '.[dev]'"
                    .into(),
            command: vec![format!(".venv/bin/{package}")],
            test: ".venv/bin/pytest".into(),
            lint: ".venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy".into(),
            bundle: ("python", format!("src/{module}/__main__.py")),
            registry: "pypi",
            ignored: &[
                ".venv/",
                "__pycache__/",
                "*.egg-info/",
                ".pytest_cache/",
                ".mypy_cache/",
                ".ruff_cache/",
                "dist/",
            ],
            docker: include_str!("../../templates/python/Dockerfile.j2"),
            ci: include_str!("../../templates/python/ci.yml.j2"),
        }
    }

    pub(super) fn typescript(package: &str) -> Self {
        Self {
            language: "TypeScript",
            package: package.to_owned(),
            install: "npm ci\nnpm run build".into(),
            command: vec!["node".into(), "dist/src/main.js".into()],
            test: "npm test".into(),
            lint: "npm run lint".into(),
            bundle: ("node", "dist/src/main.js".into()),
            registry: "npm",
            ignored: &["dist/", "node_modules/"],
            docker: include_str!("../../templates/typescript/Dockerfile.j2"),
            ci: include_str!("../../templates/typescript/ci.yml.j2"),
        }
    }

    pub(super) fn go(package: &str) -> Self {
        Self {
            language: "Go",
            package: package.to_owned(),
            install: "go build -o bin/ .".into(),
            command: vec![format!("bin/{package}")],
            test: "go test ./...".into(),
            lint: "gofmt -l . && go vet ./...".into(),
            bundle: ("binary", format!("bin/{package}")),
            registry: "oci",
            ignored: &["bin/"],
            docker: include_str!("../../templates/go/Dockerfile.j2"),
            ci: include_str!("../../templates/go/ci.yml.j2"),
        }
    }

    pub(super) fn rust(package: &str) -> Self {
        Self {
            language: "Rust",
            package: package.to_owned(),
            install: "cargo build --release --locked".into(),
            command: vec![format!("target/release/{package}")],
            test: "cargo test --locked".into(),
            lint: "cargo fmt --check && cargo clippy --locked --all-targets -- -D warnings".into(),
            bundle: ("binary", format!("target/release/{package}")),
            registry: "oci",
            ignored: &["target/"],
            docker: include_str!("../../templates/rust/Dockerfile.j2"),
            ci: include_str!("../../templates/rust/ci.yml.j2"),
        }
    }
}
