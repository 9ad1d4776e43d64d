"""Validates envelopes by libxml2: validate.py CORPUS CALLS.json prints a verdict for each call.

The schemas of a WSDL and of all that they import are copied into a folder, one file for each namespace that includes all
documents of that namespace: libxml2 takes only one document for each namespace that is imported."""

import json
import os
import sys
import tempfile
from urllib.parse import urljoin, urlparse

from lxml import etree

XSD = "http://www.w3.org/2001/XMLSchema"
WSDL = "http://schemas.xmlsoap.org/wsdl/"
ENVELOPES = ("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope")
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def name_of(node, text):
    """A prefixed name in the notation of lxml."""
    prefix, _, local = (text or "").rpartition(":")
    return f"{{{node.nsmap.get(prefix or None, '')}}}{local}"


class Schemas:
    def __init__(self, corpus, file):
        self.corpus = corpus
        self.catalog = json.load(open(os.path.join(corpus, "wsdl/_catalog/catalog.json")))
        self.found = {}  # (path, index) -> (namespace, schema element)
        self.messages, self.rpc = {}, []  # what rpc wrappers are made of: they are in no schema
        self.walk(os.path.join(corpus, file), None, set())
        self.unjudged = set()  # wrappers that two operations share
        try:
            self.schema = self.compiled(False)
        except etree.XMLSchemaParseError as error:
            # libxml2 refuses places for extensions that could be taken for what follows. Without them a schema is only stricter.
            if "determinist" not in str(error):
                raise
            self.schema = self.compiled(True)
        self.known = {f"{{{namespace}}}{node.get('name')}" for namespace, schema in self.found.values()
                      for node in schema if node.tag == f"{{{XSD}}}element"} | set(self.wrappers())

    def resolve(self, base, location):
        if location in self.catalog:
            return os.path.join(self.corpus, "wsdl", self.catalog[location])
        if urlparse(location).scheme in ("http", "https"):
            return None
        path = os.path.normpath(os.path.join(os.path.dirname(base), location))
        return path if os.path.isfile(path) else None

    def walk(self, path, namespace, seen):
        if (path, namespace) in seen:
            return
        seen.add((path, namespace))
        root = etree.parse(path, PARSER).getroot()
        if root.tag == f"{{{WSDL}}}definitions":
            self.gather(root)
            for node in root.findall(f"{{{WSDL}}}import"):
                target = self.resolve(path, node.get("location") or "")
                if target:
                    self.walk(target, None, seen)
            for node in root.findall(f"{{{WSDL}}}types/{{{XSD}}}import"):
                target = self.resolve(path, node.get("schemaLocation") or "")
                if target:
                    self.walk(target, None, seen)
            for at, schema in enumerate(root.findall(f"{{{WSDL}}}types/{{{XSD}}}schema")):
                self.take((path, at), schema, schema.get("targetNamespace"), seen)
        elif root.tag == f"{{{XSD}}}schema":
            self.take((path, namespace), root, root.get("targetNamespace") or namespace, seen)

    def gather(self, root):
        """Messages, and the operations of bindings that are rpc style."""
        target = root.get("targetNamespace")
        for message in root.findall(f"{{{WSDL}}}message"):
            parts = [(part.get("name"), name_of(part, part.get("type"))) for part in message.findall(f"{{{WSDL}}}part") if part.get("type")]
            self.messages[f"{{{target}}}{message.get('name')}"] = parts
        for binding in root.findall(f"{{{WSDL}}}binding"):
            soap = next((node for node in binding if isinstance(node.tag, str) and etree.QName(node).localname == "binding"), None)
            for operation in binding.findall(f"{{{WSDL}}}operation"):
                own = next((node for node in operation if isinstance(node.tag, str) and etree.QName(node).localname == "operation" and node.get("style")), soap)
                body = next((node for node in operation.iterfind(f"{{{WSDL}}}input//*") if etree.QName(node).localname == "body"), None)
                if own is not None and own.get("style") == "rpc" and body is not None:
                    kind = name_of(binding, binding.get("type"))
                    self.rpc.append((body.get("namespace") or target, operation.get("name"), kind, root, body.get("parts")))

    def wrappers(self):
        """The elements that rpc operations stand in, by name, with their parts."""
        made = {}
        for namespace, name, kind, root, only in self.rpc:
            for port_type in root.iter(f"{{{WSDL}}}portType"):
                if f"{{{root.get('targetNamespace')}}}{port_type.get('name')}" != kind:
                    continue
                for operation in port_type.findall(f"{{{WSDL}}}operation"):
                    place = operation.find(f"{{{WSDL}}}input")
                    if operation.get("name") == name and place is not None:
                        parts = self.messages.get(name_of(place, place.get("message")), [])
                        parts = [part for part in parts if only is None or part[0] in only.split()]
                        if made.setdefault(f"{{{namespace}}}{name}", parts) != parts:
                            self.unjudged.add(f"{{{namespace}}}{name}")
        return made

    def take(self, key, schema, namespace, seen):
        if key in self.found:
            return
        self.found[key] = (namespace or "", schema)
        for node in schema:
            if node.tag in (f"{{{XSD}}}import", f"{{{XSD}}}include", f"{{{XSD}}}redefine"):
                target = self.resolve(key[0], node.get("schemaLocation") or "")
                if target:
                    self.walk(target, namespace if node.tag.endswith("include") else None, seen)

    def compiled(self, strict):
        folder = tempfile.mkdtemp()
        wrappers = self.wrappers()
        spaces = sorted({namespace for namespace, _ in self.found.values()} | {etree.QName(name).namespace or "" for name in wrappers})
        driver = {namespace: f"ns{at}.xsd" for at, namespace in enumerate(spaces)}
        members = {namespace: [] for namespace in spaces}
        for at, (namespace, schema) in enumerate(self.found.values()):
            # Through text, so that the prefixes that the WSDL declares come along.
            schema = etree.fromstring(etree.tostring(schema), PARSER)
            if namespace:
                schema.set("targetNamespace", namespace)
            if strict:
                for node in list(schema.iter(f"{{{XSD}}}any")):
                    if len(node.getparent().findall('*')) > 1:
                        node.getparent().remove(node)
            for node in list(schema):
                if node.tag == f"{{{XSD}}}include":
                    schema.remove(node)
                elif node.tag == f"{{{XSD}}}import":
                    wanted = node.get("namespace") or ""
                    node.attrib.pop("schemaLocation", None)
                    if wanted in driver:
                        node.set("schemaLocation", driver[wanted])
            # Some authors use a namespace without importing it.
            present = {node.get("namespace") or "" for node in schema if node.tag == f"{{{XSD}}}import"}
            for other in spaces:
                if other and other not in present and other != namespace and other in schema.nsmap.values():
                    schema.insert(0, etree.Element(f"{{{XSD}}}import", namespace=other, schemaLocation=driver[other]))
            name = f"doc{at}.xsd"
            etree.ElementTree(schema).write(os.path.join(folder, name))
            members[namespace].append(name)
        for at, (name, parts) in enumerate(wrappers.items()):
            namespace, used = etree.QName(name).namespace or "", {etree.QName(ty).namespace or "" for _, ty in parts}
            prefixes = {f"p{n}": space for n, space in enumerate(sorted(used)) if space}
            schema = etree.Element(f"{{{XSD}}}schema", nsmap={"xs": XSD, **prefixes})
            if namespace:
                schema.set("targetNamespace", namespace)
            for space in sorted(used - {namespace, XSD, ""}):
                if space in driver:
                    etree.SubElement(schema, f"{{{XSD}}}import", namespace=space, schemaLocation=driver[space])
            sequence = schema
            for tag in ("element", "complexType", "sequence"):
                sequence = etree.SubElement(sequence, f"{{{XSD}}}{tag}")
            schema.find(f"{{{XSD}}}element").set("name", etree.QName(name).localname)
            # libxml2 knows the attribute of rpc/encoded from no schema.
            etree.SubElement(sequence.getparent(), f"{{{XSD}}}anyAttribute", processContents="skip")
            for part, ty in parts:
                space, local = etree.QName(ty).namespace or "", etree.QName(ty).localname
                prefix = "xs" if space == XSD else next((prefix for prefix, known in prefixes.items() if known == space), "")
                etree.SubElement(sequence, f"{{{XSD}}}element", name=part, type=f"{prefix}:{local}" if prefix else local, minOccurs="0")
            etree.ElementTree(schema).write(os.path.join(folder, f"rpc{at}.xsd"))
            members[namespace].append(f"rpc{at}.xsd")
        top = etree.Element(f"{{{XSD}}}schema", nsmap={"xs": XSD})
        for namespace, names in members.items():
            root = etree.Element(f"{{{XSD}}}schema", nsmap={"xs": XSD})
            if namespace:
                root.set("targetNamespace", namespace)
            for name in names:
                etree.SubElement(root, f"{{{XSD}}}include", schemaLocation=name)
            etree.ElementTree(root).write(os.path.join(folder, driver[namespace]))
            kind = "import" if namespace else "include"
            imported = etree.SubElement(top, f"{{{XSD}}}{kind}", schemaLocation=driver[namespace])
            if namespace:
                imported.set("namespace", namespace)
        path = os.path.join(folder, "top.xsd")
        etree.ElementTree(top).write(path)
        return etree.XMLSchema(etree.parse(path))

    def verdict(self, envelope):
        root = etree.fromstring(envelope.encode(), PARSER)
        if etree.QName(root).namespace not in ENVELOPES:
            return {"verdict": "invalid", "why": "it is no envelope"}
        body = next(child for child in root if etree.QName(child).localname == "Body")
        parts = list(body)
        for header in root:
            if etree.QName(header).localname == "Header":
                # Addressing is no part of the service's own messages.
                parts += [part for part in header if etree.QName(part).namespace != "http://www.w3.org/2005/08/addressing"]
        for part in parts:
            if part.tag in self.unjudged:
                return {"verdict": "unjudged", "why": "two rpc operations with one name: their wrapper has two types"}
            if part.tag not in self.known:
                return {"verdict": "unjudged", "why": f"no schema has {part.tag}: the document that would define it is missing"}
            if not self.schema.validate(part):
                return {"verdict": "invalid", "why": str(self.schema.error_log.last_error.message)[:300]}
        return {"verdict": "valid"} if parts else {"verdict": "unjudged", "why": "the body is empty"}


def main():
    corpus, calls = sys.argv[1], json.load(open(sys.argv[2]))
    known, verdicts = {}, []
    for call in calls:
        if call["file"] not in known:
            try:
                known[call["file"]] = Schemas(corpus, call["file"])
            except Exception as error:  # what libxml2 cannot read it cannot judge
                known[call["file"]] = str(error)[:300]
        schemas = known[call["file"]]
        if call["envelope"] is None:
            verdicts.append({"verdict": "invalid", "why": f"not sent: {call['said']}"})
        elif call["plain"]:
            verdicts.append({"verdict": "unjudged", "why": "plain HTTP: there is no envelope"})
        elif isinstance(schemas, str):
            verdicts.append({"verdict": "unjudged", "why": schemas})
        else:
            verdicts.append(schemas.verdict(call["envelope"]))
    json.dump(verdicts, sys.stdout)


main()
