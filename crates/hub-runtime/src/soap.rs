//! Calls of SOAP operations: one POST of an envelope each, written in the order that the schema wants.

mod answer;
mod head;
mod parts;
mod read;
mod write;

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use hub_model::binding::soap::{SoapBinding, XmlTypes};

pub(crate) use answer::shape;
pub(crate) use head::{escape, put_in_header};

use crate::{
    bind::{Bound, Values, fixed_headers},
    egress::Base,
    settings::Limits,
};

const ENVELOPE_11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const ENVELOPE_12: &str = "http://www.w3.org/2003/05/soap-envelope";

/// An operation, with everything prepared that does not depend on arguments.
pub(crate) struct Plan {
    target: String,
    /// The whole address.
    endpoint: String,
    headers: HeaderMap,
    binding: SoapBinding,
    types: Arc<XmlTypes>,
    /// The envelope's start tag, with every namespace that may be needed.
    start: String,
}

impl Plan {
    /// Prepares a binding for its endpoint.
    ///
    /// # Errors
    /// Why the tool cannot be called.
    pub(crate) fn new(binding: &SoapBinding, types: Arc<XmlTypes>, base: &Base) -> Result<Self, String> {
        let mut headers =
            fixed_headers(HeaderValue::from_static("application/soap+xml, text/xml, multipart/related, */*;q=0.1"));
        let quoted = format!("\"{}\"", binding.action.replace('"', ""));
        let value = |text: &str| {
            HeaderValue::from_str(text).map_err(|_| "the document's SOAP action is no header value".to_owned())
        };
        let kind = match (binding.soap_12, binding.action.is_empty()) {
            (false, _) => "text/xml; charset=utf-8".to_owned(),
            (true, true) => "application/soap+xml; charset=utf-8".to_owned(),
            (true, false) => format!("application/soap+xml; charset=utf-8; action={quoted}"),
        };
        headers.insert(header::CONTENT_TYPE, value(&kind)?);
        if !binding.soap_12 {
            headers.insert("soapaction", value(&quoted)?);
        }
        let start = write::start(binding, &types);
        let endpoint = format!("{}{}", base.origin, base.address);
        Ok(Self { target: base.address.clone(), endpoint, headers, binding: binding.clone(), types, start })
    }

    /// Sending it twice does no more than sending it once.
    pub(crate) fn idempotent(&self) -> bool {
        self.binding.reads
    }

    /// Makes the request.
    ///
    /// # Errors
    /// What is wrong with an argument, for the model.
    pub(crate) fn bind(&self, values: &Values<'_>, limits: &Limits) -> Result<Bound, String> {
        let body = write::envelope(self, values)?;
        if body.len() > limits.request_bytes {
            let (size, limit) = (body.len(), limits.request_bytes);
            return Err(format!("the request body has {size} bytes and the limit is {limit}; send less at once"));
        }
        let (target, headers, cookies) = (self.target.clone(), self.headers.clone(), String::new());
        Ok(Bound { target, headers, cookies, body: Bytes::from(body) })
    }

    fn renamed(&self) -> &BTreeMap<String, String> {
        &self.binding.renamed
    }
}
