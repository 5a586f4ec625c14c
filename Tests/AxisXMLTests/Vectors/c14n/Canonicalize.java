// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import com.sun.org.apache.xml.internal.security.Init;
import com.sun.org.apache.xml.internal.security.c14n.Canonicalizer;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/**
 * Exclusive C14N by the JDK. For each "name.n.xml" in the folder given: "name.n.whole" is the canonical document,
 * "name.n.part" its n-th element (from 0, in document order), "name.n.rest" the document without that element.
 */
class Canonicalize {
    private static final String METHOD = "http://www.w3.org/2001/10/xml-exc-c14n#";

    public static void main(String[] arguments) throws Exception {
        Init.init();
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setExpandEntityReferences(true);
        List<Path> inputs;
        try (var files = Files.list(Path.of(arguments[0]))) {
            inputs = files.filter(file -> file.toString().endsWith(".xml")).collect(Collectors.toList());
        }
        for (Path input : inputs) {
            Document document = factory.newDocumentBuilder().parse(input.toFile());
            String stem = input.toString().replaceAll("\\.xml$", "");
            Node part = document.getElementsByTagName("*").item(Integer.parseInt(stem.replaceAll(".*\\.", "")));
            write(document, stem + ".whole");
            write(part, stem + ".part");
            if (part != document.getDocumentElement()) {
                part.getParentNode().removeChild(part);
            }
            write(document, stem + ".rest");
        }
    }

    private static void write(Node node, String path) throws Exception {
        try (OutputStream out = Files.newOutputStream(Path.of(path))) {
            Canonicalizer.getInstance(METHOD).canonicalizeSubtree(node, out);
        }
    }
}
