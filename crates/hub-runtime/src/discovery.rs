//! How clients find tools: all of them are listed, or four tools search, describe and call the rest.
//!
//! A list of some hundred tools costs a model more than all the rest of its work, and it chooses worse among them. With
//! [`Discovery::Search`] the list is four tools long whatever the API; calls that read and calls that write are two of them, so
//! that a client can let the one through and ask about the other.

mod catalogue;
mod index;
mod listing;
mod words;

pub(crate) use catalogue::{Catalogue, Step};

/// What `tools/list` shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Discovery {
    /// Every tool.
    #[default]
    List,
    /// `search_tools`, `describe_tools`, `call_read_tool` and `call_write_tool`, which lead to all of them.
    Search,
}
