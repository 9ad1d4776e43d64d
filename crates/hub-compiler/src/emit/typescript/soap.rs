//! The statements of a SOAP call: the operation, and a line for each element and each of its properties.

use hub_model::binding::SoapBinding;
use hub_model::binding::soap::{PartSource, SoapPart};

use super::super::layout::Code;
use super::statements::Function;
use super::string;

impl Function<'_, '_> {
    pub(super) fn soap(&mut self, soap: &SoapBinding) {
        self.used.insert("Soap");
        self.line("const operation: Operation = ", &Code::group("{ ", operation(soap), " }"));
        let mut made = vec![Code::Atom(string(&soap.upstream)), Code::atom("operation")];
        if soap.reads {
            made.push(Code::atom("true"));
        }
        self.line("const request = ", &Code::call("new Soap", made));
        self.rename(&soap.renamed);
        for part in &soap.headers {
            self.element("request.head", part);
        }
        for part in &soap.body {
            self.element("request.part", part);
        }
    }

    fn element(&mut self, method: &str, part: &SoapPart) {
        let begun = [string(&part.name), string(&part.namespace), part.ty.to_string()];
        self.line("", &Code::call(method, begun.into_iter().map(Code::Atom).collect()));
        match &part.from {
            PartSource::Whole(slot) => {
                let mut parts = vec![self.value(*slot)];
                if part.required {
                    parts.push(Code::atom("true"));
                }
                self.line("", &Code::call("request.whole", parts));
            }
            PartSource::Fields(fields) => {
                for (name, slot) in fields {
                    let parts = vec![Code::Atom(string(name)), self.value(*slot)];
                    self.line("", &Code::call("request.field", parts));
                }
            }
        }
    }
}

/// What is known of the operation; what is not true of it is left out.
fn operation(soap: &SoapBinding) -> Vec<Code> {
    let named = |name: &str, code: Code| Code::named(format!("{name}: "), code);
    let text = |text: &str| Code::Atom(string(text));
    let mut parts = vec![named("types", text(&soap.types)), named("action", text(&soap.action))];
    parts.extend(soap.addressing.as_ref().map(|action| named("addressing", text(action))));
    parts.extend(
        soap.wrapper
            .as_ref()
            .map(|(name, namespace)| named("wrapper", Code::group("[", vec![text(name), text(namespace)], "]"))),
    );
    if !soap.answer.is_empty() {
        let answer = soap.answer.iter();
        let answer = answer.map(|(name, ty)| Code::group("[", vec![text(name), Code::Atom(ty.to_string())], "]"));
        parts.push(named("answer", Code::group("[", answer.collect(), "]")));
    }
    let flags = [
        ("isSoap12", soap.soap_12),
        ("isEncoded", soap.encoded),
        ("isAnswerWrapped", soap.answer_wrapped),
        ("isOneWay", soap.one_way),
    ];
    parts.extend(flags.into_iter().filter(|(_, is)| *is).map(|(name, _)| named(name, Code::atom("true"))));
    parts
}
