package vpceguard.perimeter.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.Quoted;

/// A value of the document and its place. Whatever the grammar does not name is refused, since a word
/// overlooked could be a restriction lost.
record Node(Json json, JsonPointer at) {
    /// An object that has no other members than these.
    Members members(String... known) {
        var members = object();
        for (var name : members.members().keySet()) {
            if (!List.of(known).contains(name)) {
                throw unknown(at.child(name), "member", name, List.of(known));
            }
        }
        return new Members(members, at);
    }

    /// An object whose members have names of the document's own.
    <T> Map<String, T> named(Form names, Function<Node, T> value) {
        var all = new LinkedHashMap<String, T>();
        object().members().forEach((name, json) -> {
            var place = new Node(new Json.Str(name), at.child(name));
            all.put(place.text(names), value.apply(new Node(json, place.at)));
        });
        return all;
    }

    <T> List<T> list(Function<Node, T> item) {
        if (!(json instanceof Json.Arr(var items))) {
            throw expected("a list");
        }
        var all = new ArrayList<T>();
        for (int i = 0; i < items.size(); i++) {
            all.add(item.apply(new Node(items.get(i), at.child(i))));
        }
        return all;
    }

    /// The same where an empty list could be read as "all" and as "none".
    <T> List<T> some(Function<Node, T> item) {
        var all = list(item);
        if (all.isEmpty()) {
            throw refused("expected at least one entry; leave the member out if nothing is to be said");
        }
        return all;
    }

    String text() {
        return json.text().orElseThrow(() -> expected("a string"));
    }

    String text(Form form) {
        var text = json.text().orElseThrow(() -> expected(form.expected() + " as a string"));
        if (!form.fits(text)) {
            throw refused("expected " + form.expected() + ", found " + Quoted.of(text));
        }
        var proper = form.proper().apply(text);
        if (!proper.equals(text)) {
            throw refused(
                    "expected " + form.expected() + ", found " + Quoted.of(text) + "; write " + Quoted.of(proper));
        }
        return text;
    }

    /// One of some words.
    <T> T word(String what, Map<String, T> words) {
        var word = json.text().orElseThrow(() -> expected("a " + what));
        var meant = words.get(word);
        if (meant == null) {
            throw unknown(at, what, word, words.keySet());
        }
        return meant;
    }

    int number(int least, int most) {
        var expected = "a whole number from " + least + " to " + most;
        if (!(json instanceof Json.Num(var literal))) {
            throw expected(expected);
        }
        if (!literal.matches("0|[1-9][0-9]{0,8}")
                || Integer.parseInt(literal) < least
                || Integer.parseInt(literal) > most) {
            throw refused("expected " + expected + ", found " + literal);
        }
        return Integer.parseInt(literal);
    }

    Refused refused(String reason) {
        return new Refused(at, reason);
    }

    Refused expected(String what) {
        return refused("expected " + what + ", found " + json.kind());
    }

    Json.Obj object() {
        if (json instanceof Json.Obj members) {
            return members;
        }
        throw expected("an object");
    }

    static Refused unknown(JsonPointer place, String what, String word, Collection<String> known) {
        return new Refused(place, "unknown " + what + " " + Quoted.of(word) + ", expected " + String.join(", ", known));
    }
}
