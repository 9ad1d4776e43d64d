//! Lists in pages: `limit` and `cursor` in, `items` and `next` out.

use std::{fmt::Display, str::FromStr};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hub_store::{Page, PageRequest};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::problem::Problem;

/// Rows of a page where nobody says how many.
const USUAL: i64 = 50;
/// The most rows of a page.
const MOST: i64 = 200;

/// Which page.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// The most items, 50 unless something else is said.
    #[param(minimum = 1, maximum = 200)]
    pub(crate) limit: Option<i64>,
    /// `next` of the page before.
    #[param(max_length = 200, pattern = "^[A-Za-z0-9_-]+$")]
    pub(crate) cursor: Option<String>,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct List<T> {
    /// In order.
    pub(crate) items: Vec<T>,
    /// The `cursor` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}

impl PageQuery {
    /// The page as the store knows it.
    pub(crate) fn request<C: FromStr>(&self) -> Result<PageRequest<C>, Problem> {
        let limit = self.limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            return Err(Problem::invalid("limit", format!("choose between 1 and {MOST}")));
        }
        let after = match &self.cursor {
            Some(cursor) => {
                Some(read(cursor).ok_or_else(|| Problem::invalid("cursor", "it is no `next` of a page of this list"))?)
            }
            None => None,
        };
        Ok(PageRequest { after, limit })
    }
}

fn read<C: FromStr>(cursor: &str) -> Option<C> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?.parse().ok()
}

impl<T> List<T> {
    /// A page as it is sent.
    pub(crate) fn of<R, C: Display>(page: Page<R, C>, convert: impl FnMut(R) -> T) -> Self {
        let next = page.next.map(|cursor| URL_SAFE_NO_PAD.encode(cursor.to_string()));
        Self { items: page.items.into_iter().map(convert).collect(), next }
    }

    /// A list that is short enough to be sent whole.
    pub(crate) fn whole(items: impl IntoIterator<Item = T>) -> Self {
        Self { items: items.into_iter().collect(), next: None }
    }
}
