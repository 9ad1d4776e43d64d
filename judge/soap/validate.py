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


class Schemas:
    def __init__(self, corpus, file):
        self.corpus = corpus
        self.catalog = json.load(open(os.path.join(corpus, "wsdl/_catalog/catalog.json")))
        self.found = {}  # (path, index) -> (namespace, schema element)
        self.parts = {}  # rpc wrappers are not in any schema
        self.rpc = False
        self.walk(os.path.join(corpus, file), None, set())
        self.schema = self.compiled()

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
            if any(node.get("style") == "rpc" for node in root.iter() if isinstance(node.tag, str)):
                self.rpc = True
            for node in root.findall(f"{{{WSDL}}}import"):
                target = self.resolve(path, node.get("location") or "")
                if target:
                    self.walk(target, None, seen)
            for at, schema in enumerate(root.findall(f"{{{WSDL}}}types/{{{XSD}}}schema")):
                self.take((path, at), schema, schema.get("targetNamespace"), seen)
        elif root.tag == f"{{{XSD}}}schema":
            self.take((path, namespace), root, root.get("targetNamespace") or namespace, seen)

    def take(self, key, schema, namespace, seen):
        if key in self.found:
            return
        self.found[key] = (namespace or "", schema)
        for node in schema:
            if node.tag in (f"{{{XSD}}}import", f"{{{XSD}}}include", f"{{{XSD}}}redefine"):
                target = self.resolve(key[0], node.get("schemaLocation") or "")
                if target:
                    self.walk(target, namespace if node.tag.endswith("include") else None, seen)

    def compiled(self):
        folder = tempfile.mkdtemp()
        spaces = sorted({namespace for namespace, _ in self.found.values()})
        driver = {namespace: f"ns{at}.xsd" for at, namespace in enumerate(spaces)}
        members = {namespace: [] for namespace in spaces}
        for at, (namespace, schema) in enumerate(self.found.values()):
            # Through text, so that the prefixes that the WSDL declares come along.
            schema = etree.fromstring(etree.tostring(schema), PARSER)
            if namespace:
                schema.set("targetNamespace", namespace)
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
                parts += list(header)
        if self.rpc:
            return {"verdict": "unjudged", "why": "rpc style: the wrapper is in no schema"}
        for part in parts:
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
        elif isinstance(schemas, str):
            verdicts.append({"verdict": "unjudged", "why": schemas})
        else:
            verdicts.append(schemas.verdict(call["envelope"]))
    json.dump(verdicts, sys.stdout)


main()
