//! WSDL 1.1: messages, port types, bindings and services of a document and of those that it imports.

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use super::Texts;
use super::policy::{Policies, Wants};
use super::qname::{QName, SOAP_11, SOAP_12, WSDL, XSD, wsdl, xsd};

/// What all documents together define.
#[derive(Default)]
pub(super) struct Wsdl<'x> {
    pub(super) name: String,
    pub(super) documentation: String,
    pub(super) messages: HashMap<QName, Definition<'x>>,
    pub(super) port_types: Vec<(QName, Definition<'x>)>,
    pub(super) bindings: Vec<SoapBindingOf<'x>>,
    pub(super) http: Vec<HttpBindingOf<'x>>,
    /// Bindings that are not SOAP's, by port type.
    pub(super) foreign: HashSet<QName>,
    /// Schemas within the documents, and documents that are schemas.
    pub(super) schemas: Vec<(usize, Node<'x, 'x>)>,
    /// Documents that are named and were not had.
    pub(super) missing: Vec<String>,
}

/// A definition, and the namespace of the document that it stands in.
#[derive(Clone)]
pub(super) struct Definition<'x> {
    pub(super) node: Node<'x, 'x>,
    pub(super) namespace: String,
}

/// A SOAP binding of a port type.
pub(super) struct SoapBindingOf<'x> {
    pub(super) node: Node<'x, 'x>,
    pub(super) namespace: String,
    pub(super) name: QName,
    pub(super) port_type: QName,
    pub(super) soap_12: bool,
    pub(super) rpc: bool,
    /// Where a service offers it.
    pub(super) address: Option<String>,
    pub(super) wants: Wants,
}

/// A binding of a port type to plain HTTP.
pub(super) struct HttpBindingOf<'x> {
    pub(super) node: Node<'x, 'x>,
    name: QName,
    pub(super) port_type: QName,
    pub(super) verb: String,
    /// Where a service offers it.
    pub(super) address: Option<String>,
}

impl<'x> Wsdl<'x> {
    /// Gathers from the root document.
    pub(super) fn gather(texts: &'x Texts<'x>, root: usize, top: Node<'x, 'x>) -> Self {
        let mut all = Self {
            name: top.attribute("name").unwrap_or_default().to_owned(),
            documentation: super::qname::documentation(top),
            ..Self::default()
        };
        let mut seen = HashSet::new();
        let mut waiting = vec![(root, top)];
        let mut ports: HashMap<QName, (String, Node<'x, 'x>)> = HashMap::new();
        let mut policies = Policies::default();
        while let Some((position, node)) = waiting.pop() {
            if !seen.insert(position) {
                continue;
            }
            if node.tag_name().namespace() == Some(XSD) {
                all.schemas.push((position, node));
                continue;
            }
            // Some authors import schemas beside those in `types` rather than within one.
            let beside = wsdl(node, "types").flat_map(xsd).filter(|child| child.tag_name().name() != "schema");
            let imports: Vec<Node<'x, 'x>> = wsdl(node, "import").chain(beside).collect();
            for import in imports {
                let location = import.attribute("location").or_else(|| import.attribute("schemaLocation"));
                match location.map(|location| (location, texts.referred(position, location))) {
                    Some((_, Some(found))) => waiting.push(found),
                    Some((location, None)) => all.missing.push(location.to_owned()),
                    None => {}
                }
            }
            policies.add(node);
            all.add(position, node, &mut ports);
        }
        for binding in &mut all.bindings {
            policies.read(binding.node, &mut binding.wants);
            if let Some((address, port)) = ports.get(&binding.name) {
                binding.address = Some(address.clone());
                policies.read(*port, &mut binding.wants);
            }
        }
        for binding in &mut all.http {
            binding.address = ports.get(&binding.name).map(|(address, _)| address.clone());
        }
        all
    }

    fn add(&mut self, position: usize, node: Node<'x, 'x>, ports: &mut HashMap<QName, (String, Node<'x, 'x>)>) {
        let namespace = node.attribute("targetNamespace").unwrap_or_default().to_owned();
        let named = |node: Node<'x, 'x>| {
            let name = QName::new(&namespace, node.attribute("name")?.trim());
            Some((name, Definition { node, namespace: namespace.clone() }))
        };
        for types in wsdl(node, "types") {
            self.schemas
                .extend(xsd(types).filter(|child| child.tag_name().name() == "schema").map(|one| (position, one)));
        }
        self.messages.extend(wsdl(node, "message").filter_map(named));
        self.port_types.extend(wsdl(node, "portType").filter_map(named));
        for binding in wsdl(node, "binding") {
            self.add_binding(binding, &namespace);
        }
        for service in wsdl(node, "service") {
            if self.name.is_empty() {
                service.attribute("name").unwrap_or_default().clone_into(&mut self.name);
            }
            for port in wsdl(service, "port") {
                let address = port.children().find(|child| child.is_element() && child.tag_name().name() == "address");
                let location = address.and_then(|address| address.attribute("location")).unwrap_or_default();
                if let Some(binding) = QName::of_attribute(&port, "binding", &namespace) {
                    ports.entry(binding).or_insert_with(|| (location.trim().to_owned(), port));
                }
            }
        }
    }

    fn add_binding(&mut self, node: Node<'x, 'x>, namespace: &str) {
        let Some(port_type) = QName::of_attribute(&node, "type", namespace) else { return };
        let name = QName::new(namespace, node.attribute("name").unwrap_or_default().trim());
        let soap = node.children().find(|child| {
            child.tag_name().name() == "binding" && matches!(child.tag_name().namespace(), Some(SOAP_11 | SOAP_12))
        });
        let over_http =
            |transport: &str| transport.is_empty() || transport.contains("/http") || transport.contains("/HTTP");
        let soap = soap.filter(|soap| over_http(soap.attribute("transport").unwrap_or_default()));
        let Some(soap) = soap else {
            self.foreign.insert(port_type.clone());
            if let Some(verb) = super::http::verb(node) {
                self.http.push(HttpBindingOf { node, name, port_type, verb, address: None });
            }
            return;
        };
        self.bindings.push(SoapBindingOf {
            node,
            namespace: namespace.to_owned(),
            name,
            port_type,
            soap_12: soap.tag_name().namespace() == Some(SOAP_12),
            rpc: soap.attribute("style") == Some("rpc"),
            address: None,
            wants: Wants::default(),
        });
    }
}

/// A child of SOAP's binding namespaces.
pub(super) fn soap<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    soap_all(node, name).next()
}

/// The children of SOAP's binding namespaces with this name, also within MIME's `multipartRelated`.
pub(super) fn soap_all<'a, 'i>(node: Node<'a, 'i>, name: &str) -> impl Iterator<Item = Node<'a, 'i>> {
    let found: Vec<Node<'a, 'i>> = node
        .descendants()
        .filter(|child| {
            child.tag_name().name() == name && matches!(child.tag_name().namespace(), Some(SOAP_11 | SOAP_12))
        })
        .collect();
    found.into_iter()
}

/// Whether a node is the root of a WSDL 1.1 document.
pub(super) fn is_wsdl_1(node: Node<'_, '_>) -> bool {
    node.tag_name().namespace() == Some(WSDL) && node.tag_name().name() == "definitions"
}
