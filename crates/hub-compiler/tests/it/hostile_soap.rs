//! WSDL and XML Schema that mean harm: entities, depth, circles, products of choices, and names that are none.

use std::fmt::Write as _;

use hub_compiler::{Compilation, Documents, Options, compile};
use hub_model::Profile;

use crate::sound::compiled;

fn made(document: impl Into<Vec<u8>>) -> Compilation {
    compiled(document, Profile::Standard)
}

/// A service whose one operation takes `element`, among the `schemas` beside it.
fn service(element: &str, schemas: &str) -> String {
    format!(
        "<definitions name=\"S\" targetNamespace=\"urn:t\" xmlns=\"http://schemas.xmlsoap.org/wsdl/\" xmlns:t=\"urn:t\" \
         xmlns:soap=\"http://schemas.xmlsoap.org/wsdl/soap/\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\
         <types><xs:schema targetNamespace=\"urn:t\" elementFormDefault=\"qualified\">{schemas}</xs:schema></types>\
         <message name=\"m\"><part name=\"p\" element=\"t:{element}\"/></message>\
         <portType name=\"P\"><operation name=\"go\"><input message=\"t:m\"/><output message=\"t:m\"/></operation></portType>\
         <binding name=\"b\" type=\"t:P\"><soap:binding transport=\"http://schemas.xmlsoap.org/soap/http\"/>\
         <operation name=\"go\"><soap:operation soapAction=\"go\"/><input><soap:body use=\"literal\"/></input></operation></binding>\
         <service name=\"S\"><port name=\"p\" binding=\"t:b\"><soap:address location=\"https://a.example/s\"/></port></service></definitions>"
    )
}

fn usable(compilation: &Compilation) -> usize {
    compilation.blueprint.as_ref().map_or(0, |blueprint| blueprint.tools.len())
}

#[test]
fn entities_are_refused_whatever_they_hold() {
    let bomb = "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;\">]>";
    let file = "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>";
    for start in [bomb, file] {
        let document = format!("{start}{}", service("E", "<xs:element name=\"E\" type=\"xs:string\"/>"));
        let compilation = made(document);
        assert_eq!(usable(&compilation), 0);
        let said = format!("{:?}", compilation.report.diagnostics);
        assert!(said.contains("document type"), "{said}");
    }
}

#[test]
fn depth_ends() {
    let deep = 5_000;
    let nested = |open: &str, inner: &str, close: &str| format!("{}{inner}{}", open.repeat(deep), close.repeat(deep));
    let element = "<xs:element name=\"x\" type=\"xs:string\"/>";
    for model in [
        nested("<xs:sequence>", element, "</xs:sequence>"),
        nested("<xs:choice>", element, "</xs:choice>"),
        nested(
            "<xs:element name=\"n\"><xs:complexType><xs:sequence>",
            element,
            "</xs:sequence></xs:complexType></xs:element>",
        ),
    ] {
        let document = service(
            "E",
            &format!(
                "<xs:element name=\"E\"><xs:complexType><xs:sequence>{model}</xs:sequence></xs:complexType></xs:element>"
            ),
        );
        assert_eq!(usable(&made(document)), 1);
    }
    let types: String = (0..deep).fold(String::new(), |mut all, n| {
        write!(all, "<xs:complexType name=\"T{n}\"><xs:complexContent><xs:extension base=\"t:T{}\"/></xs:complexContent></xs:complexType>", n + 1).unwrap();
        all
    });
    assert_eq!(usable(&made(service("E", &format!("<xs:element name=\"E\" type=\"t:T0\"/>{types}")))), 1);
    assert_eq!(usable(&made("<a>".repeat(100_000))), 0);
}

#[test]
fn circles_end() {
    for schemas in [
        // Types, groups and attribute groups that are made of themselves.
        "<xs:element name=\"E\" type=\"t:A\"/><xs:complexType name=\"A\"><xs:complexContent><xs:extension base=\"t:B\"/></xs:complexContent></xs:complexType>\
         <xs:complexType name=\"B\"><xs:complexContent><xs:extension base=\"t:A\"/></xs:complexContent></xs:complexType>",
        "<xs:element name=\"E\"><xs:complexType><xs:group ref=\"t:G\"/></xs:complexType></xs:element><xs:group name=\"G\"><xs:sequence><xs:group ref=\"t:G\"/><xs:group ref=\"t:G\"/></xs:sequence></xs:group>",
        "<xs:element name=\"E\"><xs:complexType><xs:attributeGroup ref=\"t:G\"/></xs:complexType></xs:element><xs:attributeGroup name=\"G\"><xs:attributeGroup ref=\"t:G\"/><xs:attributeGroup ref=\"t:G\"/></xs:attributeGroup>",
        "<xs:element name=\"E\" type=\"t:S\"/><xs:simpleType name=\"S\"><xs:union memberTypes=\"t:S t:S t:L\"/></xs:simpleType><xs:simpleType name=\"L\"><xs:list itemType=\"t:S\"/></xs:simpleType>",
        "<xs:element name=\"E\" substitutionGroup=\"t:E\"/><xs:element name=\"F\" substitutionGroup=\"t:E\"><xs:complexType><xs:sequence><xs:element ref=\"t:E\"/></xs:sequence></xs:complexType></xs:element>",
        "<xs:element name=\"E\"><xs:complexType><xs:sequence><xs:element ref=\"t:E\"/><xs:choice><xs:element ref=\"t:E\"/><xs:element ref=\"t:E\"/></xs:choice></xs:sequence></xs:complexType></xs:element>",
    ] {
        assert_eq!(usable(&made(service("E", schemas))), 1, "{schemas}");
    }
}

#[test]
fn documents_that_include_one_another_are_read_once() {
    let root = service("E", "<xs:include schemaLocation=\"a.xsd\"/>");
    let schema = |other: &str, more: &str| {
        format!(
            "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:include schemaLocation=\"{other}\"/><xs:import schemaLocation=\"{other}\"/>{more}</xs:schema>"
        )
    };
    let mut documents = Documents::new("https://a.example/s.wsdl", root.into_bytes());
    let mut asked = 0;
    while let [address, ..] = documents.missing().as_slice() {
        asked += 1;
        let other = if address.ends_with("a.xsd") { "b.xsd" } else { "a.xsd" };
        documents.add(address, schema(other, "<xs:element name=\"E\" type=\"xs:string\"/>").into_bytes());
    }
    assert_eq!((asked, usable(&compile(&documents, &Options::default()))), (2, 1));
}

#[test]
fn many_of_everything() {
    // Choices within choices: their product is a billion.
    let choice =
        "<xs:choice><xs:element name=\"aN\" type=\"xs:int\"/><xs:element name=\"bN\" type=\"xs:int\"/></xs:choice>";
    let choices: String = (0..30).fold(String::new(), |all, n| all + &choice.replace('N', &n.to_string()));
    let product = format!(
        "<xs:element name=\"E\"><xs:complexType><xs:choice><xs:sequence>{choices}</xs:sequence><xs:element name=\"z\" type=\"xs:int\"/></xs:choice></xs:complexType></xs:element>"
    );
    assert_eq!(usable(&made(service("E", &product))), 1);
    // A group that is used twice by the next, forty times over.
    let groups: String = (0..40).fold(String::new(), |mut all, n| {
        write!(all, "<xs:group name=\"G{n}\"><xs:sequence><xs:group ref=\"t:G{0}\"/><xs:group ref=\"t:G{0}\"/></xs:sequence></xs:group>", n + 1).unwrap();
        all
    });
    let doubled = format!(
        "<xs:element name=\"E\"><xs:complexType><xs:group ref=\"t:G0\"/></xs:complexType></xs:element>{groups}<xs:group name=\"G40\"><xs:sequence><xs:element name=\"x\" type=\"xs:int\"/></xs:sequence></xs:group>"
    );
    assert_eq!(usable(&made(service("E", &doubled))), 1);
    // Every type has elements of all the others, and all build on the first.
    let elements: String = (0..120).fold(String::new(), |mut all, n| {
        write!(all, "<xs:element name=\"e{n}\" type=\"t:T{n}\" minOccurs=\"0\"/>").unwrap();
        all
    });
    let types: String = (1..120).fold(String::new(), |mut all, n| {
        write!(all, "<xs:complexType name=\"T{n}\"><xs:complexContent><xs:extension base=\"t:T0\"><xs:sequence>{elements}</xs:sequence></xs:extension></xs:complexContent></xs:complexType>").unwrap();
        all
    });
    let woven = format!(
        "<xs:element name=\"E\" type=\"t:T0\"/><xs:complexType name=\"T0\"><xs:sequence>{elements}</xs:sequence></xs:complexType>{types}"
    );
    let compilation = made(service("E", &woven));
    let schema = compilation.blueprint.unwrap().tools[0].input_schema.to_string();
    assert!(schema.len() < 100_000, "{}", schema.len());
}

#[test]
fn names_that_are_none_stay_data() {
    let document = service(
        "E",
        "<xs:element name=\"E\"><xs:complexType><xs:sequence><xs:element name=\"a b&lt;c>\" type=\"xs:int\"/><xs:element name=\"\" type=\"t:Nothing\"/>\
         <xs:element name=\"x\" type=\"nobody:x\"/><xs:element ref=\"t:gone\"/></xs:sequence><xs:attribute name=\"on\nload\"/></xs:complexType></xs:element>",
    )
    .replace("name=\"go\"", "name=\"go\r\nX: y\"")
    .replace("soapAction=\"go\"", "soapAction=\"a&#13;&#10;X: y\"");
    let compilation = made(document);
    assert_eq!(compilation.report.operations, compilation.report.tools + compilation.report.skipped.len());
}
