package vpceguard.event;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Parsed.Ok;

/// A value of a CloudTrail record, with its place in the record; a missing member is a value too, `null`.
///
/// CloudTrail turns EC2's XML into JSON and guesses the types: `true` may have been a string, `123` too, and
/// a list of one item is no list.
record Value(JsonPointer at, Json json) {

    /// The value that the names lead to, `null` if there is none.
    Value get(String... names) {
        var here = this;
        for (var name : names) {
            here = new Value(here.at.child(name), here.json.at(name).orElse(new Json.Null()));
        }
        return here;
    }

    /// Whether the member is missing or `null`, which CloudTrail does not keep apart.
    boolean isAbsent() {
        return json instanceof Json.Null;
    }

    boolean isObject() {
        return json instanceof Json.Obj;
    }

    /// The string as it stands, or empty if this is none or a blank one.
    Optional<String> string() {
        return json.text().filter(text -> !text.isBlank());
    }

    /// The text that EC2 sent, whatever CloudTrail made of it.
    Optional<String> scalar() {
        return switch (json) {
            case Json.Str(var text) -> Optional.of(text);
            case Json.Num(var literal) -> Optional.of(literal);
            case Json.Bool(var truth) -> Optional.of(Boolean.toString(truth));
            case Json.Null(), Json.Obj _, Json.Arr _ -> Optional.empty();
        };
    }

    /// Whether EC2 was told `true`; what is missing is `false`.
    Parsed<Boolean> truth() {
        return switch (scalar().orElse(isAbsent() ? "false" : "")) {
            case "true", "True", "TRUE", "1" -> new Ok<>(true);
            case "false", "False", "FALSE", "0" -> new Ok<>(false);
            default -> refused("true or false");
        };
    }

    /// The texts of a list, which may be a scalar, `{"tag":1,"content":"x"}`, an array of these, a set with `item` or
    /// `items`, or the empty string.
    Parsed<Set<String>> texts() {
        var texts = new LinkedHashSet<String>();
        for (var element : elements()) {
            var text = element.elementText().filter(found -> !found.isBlank());
            if (text.isEmpty()) {
                return element.refused("an id");
            }
            texts.add(text.get());
        }
        return new Ok<>(texts);
    }

    private List<Value> elements() {
        return switch (json) {
            case Json.Null() -> List.of();
            case Json.Str(var text) when text.isEmpty() -> List.of();
            case Json.Arr(var items) ->
                IntStream.range(0, items.size())
                        .mapToObj(i -> new Value(at.child(i), items.get(i)))
                        .toList();
            case Json.Obj set when set.get("item").isPresent() -> get("item").elements();
            case Json.Obj set when set.get("items").isPresent() -> get("items").elements();
            case Json.Str _, Json.Num _, Json.Bool _, Json.Obj _ -> List.of(this);
        };
    }

    private Optional<String> elementText() {
        if (json instanceof Json.Obj(var members)) {
            var onlyMember = members.size() == 1 ? members.keySet().iterator().next() : "content";
            return get(onlyMember).scalar();
        }
        return scalar();
    }

    /// What was found here, or a refusal that says what was expected.
    <T> Parsed<T> expecting(String expected, Optional<T> found) {
        return found.<Parsed<T>>map(Ok::new).orElseGet(() -> refused(expected));
    }

    /// What was expected here and what was found instead, without a word of the value itself.
    <T> Malformed<T> refused(String expected) {
        var found = switch (json) {
            case Json.Null() -> "nothing";
            case Json.Str _ -> "another string";
            case Json.Num _ -> "a number";
            case Json.Bool _ -> "true or false";
            case Json.Arr _ -> "a list";
            case Json.Obj _ -> "an object";
        };
        return new Malformed<>(at, "expected " + expected + ", found " + found);
    }
}
