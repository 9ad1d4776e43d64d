//! SOAP: an envelope out of parts, and the parts of its answer.

use hub_model::binding::SoapBinding;
use hub_model::binding::soap::{PartSource, SoapPart};

use super::super::layout::Code;
use super::statements::Function;
use super::string;

impl Function<'_, '_> {
    pub(super) fn soap(&mut self, soap: &SoapBinding) {
        let texts = [&soap.upstream, &soap.types, &soap.action];
        let mut parts: Vec<Code> = texts.iter().map(|text| Code::Atom(string(text))).collect();
        let options = [
            (soap.soap_12, "soap.Version12"),
            (soap.encoded, "soap.Encoded"),
            (soap.answer_wrapped, "soap.Wrapped"),
            (soap.one_way, "soap.OneWay"),
            (soap.reads, "soap.Reads"),
        ];
        parts.extend(options.into_iter().filter(|(is_so, _)| *is_so).map(|(_, option)| Code::atom(option)));
        self.line("made := ", &Code::call("soap.New", parts));
        self.used.insert("soap.");
        self.renamed(&soap.renamed);
        if let Some(action) = &soap.addressing {
            self.line("", &Code::call("made.Address", vec![Code::Atom(string(action))]));
        }
        for part in &soap.headers {
            self.part("Header", part);
        }
        if let Some((name, namespace)) = &soap.wrapper {
            self.line("", &Code::call("made.Wrap", vec![Code::Atom(string(name)), Code::Atom(string(namespace))]));
        }
        for part in &soap.body {
            self.part("Body", part);
        }
        for (name, at) in &soap.answer {
            self.line("", &Code::call("made.Answer", vec![Code::Atom(string(name)), Code::Atom(at.to_string())]));
        }
        let parts = self.sent();
        self.line("return ", &Code::call("call.Exchange", parts));
    }

    fn part(&mut self, place: &str, part: &SoapPart) {
        let source = match &part.from {
            PartSource::Whole(slot) => Code::call("soap.Whole", vec![self.value(*slot)]),
            PartSource::Fields(fields) => {
                let fields = fields
                    .iter()
                    .map(|(name, slot)| Code::call("soap.Field", vec![Code::Atom(string(name)), self.value(*slot)]));
                Code::call("soap.Fields", fields.collect())
            }
        };
        let at = Code::Atom(part.ty.to_string());
        let parts = vec![Code::Atom(string(&part.name)), Code::Atom(string(&part.namespace)), at, source];
        let required = if part.required { "Required" } else { "" };
        self.line("", &Code::call(&format!("made.{required}{place}"), parts));
    }
}
