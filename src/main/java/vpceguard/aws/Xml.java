package vpceguard.aws;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import vpceguard.json.Json;

/// An answer in the XML of AWS's query protocol, as JSON: an element of elements is an object, of `member`s a list, of
/// `entry`s with key and value an object with these names; all others are texts.
final class Xml {
    private static final XMLInputFactory FACTORY = XMLInputFactory.newDefaultFactory();

    static {
        FACTORY.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        FACTORY.setProperty(XMLInputFactory.IS_COALESCING, true);
    }

    private Xml() {}

    /// What stands in the element `…Result` of the answer.
    static Json json(String text) {
        try {
            var reader = FACTORY.createXMLStreamReader(new StringReader(text));
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT
                        && reader.getLocalName().endsWith("Result")) {
                    return value(reader);
                }
            }
            throw new IllegalArgumentException("an answer without a result");
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("an answer that is no XML", e);
        }
    }

    /// The element that was just begun, read to its end.
    private static Json value(XMLStreamReader reader) throws XMLStreamException {
        var text = new StringBuilder();
        var children = new ArrayList<Map.Entry<String, Json>>();
        for (int event = reader.next(); event != XMLStreamReader.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamReader.START_ELEMENT) {
                var name = reader.getLocalName();
                children.add(Map.entry(name, value(reader)));
            } else if (event == XMLStreamReader.CHARACTERS) {
                text.append(reader.getText());
            }
        }
        return children.isEmpty() ? new Json.Str(text.toString()) : of(children);
    }

    private static Json of(List<Map.Entry<String, Json>> children) {
        if (children.stream().allMatch(child -> child.getKey().equals("member"))) {
            return new Json.Arr(children.stream().map(Map.Entry::getValue).toList());
        }
        var members = new LinkedHashMap<String, Json>();
        for (var child : children) {
            var isEntry = child.getKey().equals("entry");
            members.put(
                    isEntry ? child.getValue().textAt("key").orElse("") : child.getKey(),
                    isEntry ? child.getValue().at("value").orElse(new Json.Null()) : child.getValue());
        }
        return new Json.Obj(members);
    }
}
