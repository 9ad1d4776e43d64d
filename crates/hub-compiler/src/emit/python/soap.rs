//! SOAP: an envelope from what is known of its operation, and one statement for each part of it.

use hub_model::binding::SoapBinding;
use hub_model::binding::soap::{PartSource, SoapPart};

use super::super::layout::Code;
use super::statements::Function;
use super::string;

impl Function<'_, '_> {
    /// The statements of an envelope.
    pub(super) fn soap(&mut self, soap: &SoapBinding) {
        self.used.insert("Envelope");
        let mut parts = vec![Code::Atom(string(&soap.upstream)), Code::Atom(string(&soap.types))];
        let flag = |name: &str, is_set: bool| is_set.then(|| Code::Atom(format!("{name}=True")));
        parts.extend((!soap.action.is_empty()).then(|| Code::Atom(format!("action={}", string(&soap.action)))));
        parts.extend(flag("soap_12", soap.soap_12));
        parts.extend(soap.addressing.as_ref().map(|action| Code::Atom(format!("addressing={}", string(action)))));
        let wrapper = |(name, namespace): &(String, String)| {
            Code::named(
                "wrapper=",
                Code::group("(", vec![Code::Atom(string(name)), Code::Atom(string(namespace))], ")"),
            )
        };
        parts.extend(soap.wrapper.as_ref().map(wrapper));
        parts.extend(flag("encoded", soap.encoded));
        if !soap.answer.is_empty() {
            let answers = soap.answer.iter().map(|(name, ty)| Code::Atom(format!("({}, {ty})", string(name))));
            parts.push(Code::named("answer=", Code::group("[", answers.collect(), "]")));
        }
        parts.extend(flag("answer_wrapped", soap.answer_wrapped));
        parts.extend(flag("one_way", soap.one_way));
        parts.extend(flag("reads", soap.reads));
        self.line("request = ", &Code::call("Envelope", parts));
        self.rename(&soap.renamed);
        for part in &soap.headers {
            self.part("header", part);
        }
        for part in &soap.body {
            self.part("body", part);
        }
        self.send();
    }

    fn part(&mut self, method: &str, part: &SoapPart) {
        let mut parts = vec![Code::Atom(string(&part.name)), Code::Atom(part.ty.to_string())];
        if !part.namespace.is_empty() {
            parts.push(Code::Atom(format!("namespace={}", string(&part.namespace))));
        }
        parts.push(match &part.from {
            PartSource::Whole(slot) => Code::named("whole=", self.value(*slot)),
            PartSource::Fields(fields) => {
                let entries =
                    fields.iter().map(|(name, slot)| Code::named(format!("{}: ", string(name)), self.value(*slot)));
                Code::named("fields=", Code::group("{", entries.collect(), "}"))
            }
        });
        if part.required {
            parts.push(Code::atom("required=True"));
        }
        self.line("", &Code::call(&format!("request.{method}"), parts));
    }
}
