//! The program that images carry: which machine it is for, and whether it can run alone.

use std::path::Path;

use auditable_serde::VersionInfo;
use bytes::Bytes;
use object::{
    Endianness,
    elf::{EM_AARCH64, EM_X86_64, FileHeader64, PT_INTERP},
    read::elf::{FileHeader as _, ProgramHeader as _},
};

use super::{Error, blob::sha256};

/// A static `mcphub-runtime`.
#[derive(Debug, Clone)]
pub struct Runtime {
    /// The machines that it runs on.
    pub architecture: Architecture,
    /// The program.
    pub bytes: Bytes,
    /// Of the program.
    pub digest: String,
}

/// Machines that images are made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Architecture {
    /// x86-64.
    Amd64,
    /// AArch64.
    Arm64,
}

impl Architecture {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Amd64, Self::Arm64];

    /// As images name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Amd64 => "amd64",
            Self::Arm64 => "arm64",
        }
    }
}

impl Runtime {
    /// Reads the program, and checks that an image with nothing else in it can run it.
    ///
    /// # Errors
    /// When it cannot be read, is for other machines, or needs libraries.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let bytes = std::fs::read(path).map_err(|error| {
            Error::new(format!("the runtime {} cannot be read: {error}", path.display()))
                .help("`make runtime` builds it; --runtime FILE names another one")
        })?;
        Self::from_bytes(bytes.into()).map_err(|error| {
            Error::new(format!("{}: {}", path.display(), error.message())).help("`make runtime` builds the right one")
        })
    }

    /// The same for a program that was read.
    ///
    /// # Errors
    /// When it is for other machines, or needs libraries.
    pub fn from_bytes(bytes: Bytes) -> Result<Self, Error> {
        let strange = |_| Error::new("it is no 64-bit Linux program");
        let header = FileHeader64::<Endianness>::parse(&*bytes).map_err(strange)?;
        let endian = header.endian().map_err(strange)?;
        let architecture = match header.e_machine(endian) {
            EM_X86_64 => Architecture::Amd64,
            EM_AARCH64 => Architecture::Arm64,
            other => return Err(Error::new(format!("it is for machines that no image is made for (ELF {})", other.0))),
        };
        let segments = header.program_headers(endian, &*bytes).map_err(strange)?;
        if segments.iter().any(|segment| segment.p_type(endian) == PT_INTERP) {
            return Err(Error::new("it is linked dynamically, and an image from scratch has no libraries"));
        }
        let digest = sha256(&bytes);
        Ok(Self { architecture, bytes, digest })
    }

    /// The crates that it was built of, where `cargo auditable` built it.
    #[must_use]
    pub fn crates(&self) -> Option<VersionInfo> {
        auditable_info::audit_info_from_slice(&self.bytes, CRATES_BYTES).ok()
    }
}

/// The list of crates is some kilobytes; whatever claims to be larger is not read.
const CRATES_BYTES: usize = 8 << 20;
