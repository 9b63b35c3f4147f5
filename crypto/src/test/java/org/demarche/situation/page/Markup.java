package org.demarche.situation.page;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Reads pages as XML, which they are as well: so a tag that is not closed, or a text that has broken out, is an error. */
final class Markup {
    private Markup() {}

    static Document page(String page) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError(e.getMessage() + " in:\n" + page, e);
        }
    }

    static Document regions(String regions) {
        return page("<regions>" + regions + "</regions>");
    }

    static List<Element> all(Document document, String tag) {
        return list(document.getElementsByTagName(tag));
    }

    static List<Element> in(Element element, String tag) {
        return list(element.getElementsByTagName(tag));
    }

    private static List<Element> list(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    static List<Element> with(Document document, String attribute) {
        return all(document, "*").stream()
                .filter(e -> e.hasAttribute(attribute))
                .toList();
    }
}
