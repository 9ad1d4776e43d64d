//! The statements of a SOAP call: an envelope, part by part.

use hub_model::binding::soap::{PartSource, SoapBinding, SoapPart};

use super::super::layout::Code;
use super::statements::Function;
use super::{assigned, string};

impl Function<'_, '_> {
    /// The statements.
    pub(super) fn soap(&mut self, soap: &SoapBinding) {
        self.used.extend(["Envelope", "Version"]);
        let text = |text: &str| Code::Atom(string(text));
        let version = Code::atom(if soap.soap_12 { "Version::V12" } else { "Version::V11" });
        let parts = vec![text(&soap.upstream), version, text(&soap.action), text(&soap.types)];
        self.posted("envelope", &Code::call("Envelope::new", parts), |function| {
            let said = [
                ("reads", soap.reads),
                ("encoded", soap.encoded),
                ("one_way", soap.one_way),
                ("answer_wrapped", soap.answer_wrapped),
            ];
            for (method, _) in said.into_iter().filter(|(_, is_said)| *is_said) {
                function.call(&format!("envelope.{method}"), Vec::new(), ";");
            }
            if let Some(action) = &soap.addressing {
                function.call("envelope.addressed", vec![text(action)], ";");
            }
            for (name, ty) in &soap.answer {
                function.call("envelope.answered_by", vec![text(name), Code::Atom(ty.to_string())], ";");
            }
            function.renamed("envelope", &soap.renamed);
            for part in &soap.headers {
                function.soap_part(part, "header");
            }
            if let Some((name, namespace)) = &soap.wrapper {
                function.call("envelope.wrapped", vec![text(name), text(namespace)], ";");
            }
            for part in &soap.body {
                function.soap_part(part, "body");
            }
        });
    }

    /// An element, and where it goes.
    fn soap_part(&mut self, part: &SoapPart, place: &str) {
        self.used.insert("Part");
        let text = |text: &str| Code::Atom(string(text));
        let begin = self.lines.len();
        self.lines.push(String::new());
        match &part.from {
            PartSource::Whole(slot) => {
                let value = self.value(*slot);
                self.call("part.whole", vec![value], ";");
                if part.required {
                    self.call("part.required", Vec::new(), ";");
                }
            }
            PartSource::Fields(fields) => {
                for (property, slot) in fields {
                    let value = self.value(*slot);
                    self.call("part.add", vec![text(property), value], ";");
                }
            }
        }
        let mutable = if self.lines.len() == begin + 1 { "" } else { "mut " };
        let made = vec![text(&part.name), text(&part.namespace), Code::Atom(part.ty.to_string())];
        if let Some(line) = self.lines.get_mut(begin) {
            *line = assigned(1, &format!("let {mutable}part = "), &Code::call("Part::new", made));
        }
        self.call(&format!("envelope.{place}"), vec![Code::atom("part")], ";");
    }
}
