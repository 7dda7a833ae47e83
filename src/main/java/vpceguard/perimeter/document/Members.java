package vpceguard.perimeter.document;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;

/// The members of an object, each of which may be there or not.
record Members(Json.Obj object, JsonPointer at) {
    Optional<Node> get(String name) {
        return object.get(name).map(value -> new Node(value, at.child(name)));
    }

    <T> Optional<T> optional(String name, Function<Node, T> value) {
        return get(name).map(value);
    }

    Optional<String> optional(String name, Form form) {
        return get(name).map(value -> value.text(form));
    }

    <T> T or(String name, T otherwise, Function<Node, T> value) {
        return get(name).map(value).orElse(otherwise);
    }

    <T> T required(String name, Function<Node, T> value) {
        return get(name).map(value).orElseThrow(() -> new Refused(at, "expected a member \"" + name + "\""));
    }

    String required(String name, Form form) {
        return required(name, value -> value.text(form));
    }

    /// A list's entries; none if there is no such member.
    <T> List<T> list(String name, Function<Node, T> item) {
        return or(name, List.of(), value -> value.list(item));
    }

    /// The same without doubles; a list that is there has entries.
    Optional<Set<String>> some(String name, Form form) {
        return optional(name, value -> new HashSet<>(value.some(item -> item.text(form))));
    }

    Set<String> someOrNone(String name, Form form) {
        return some(name, form).orElse(Set.of());
    }
}
