package vpceguard.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.json.Json;
import vpceguard.json.Json.Str;
import vpceguard.json.JsonPointer;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Quoted;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;

/// What is asked: the members of a JSON line, or the same put together from files and options.
///
/// @param files the file that a member was read from, by the member's name; none for a line
/// @param otherwise the type where no member says it
record Question(Json.Obj members, Map<String, String> files, EndpointType otherwise) {

    static Question ofLine(Json.Obj line, EndpointType otherwise) {
        return new Question(line, Map.of(), otherwise);
    }

    /// The texts of the files, by the names of the members that they stand for.
    static Input<Question> ofFiles(Map<String, String> files, EndpointType type) {
        Input<Map<String, Json>> members = new Read<>(new LinkedHashMap<>());
        for (var file : files.entrySet()) {
            members = members.then(texts -> TextFile.read(file.getValue()).map(text -> {
                texts.put(file.getKey(), new Str(text));
                return texts;
            }));
        }
        return members.map(texts -> new Question(new Json.Obj(texts), files, type));
    }

    Question with(String name, String text) {
        return new Question(members.with(name, new Str(text)), files, otherwise);
    }

    /// Whether there is such a member; null means the same as none.
    boolean has(String name) {
        return members.get(name).filter(value -> !(value instanceof Json.Null)).isPresent();
    }

    /// The member as it stands.
    Input<Json> member(String name) {
        return members.get(name)
                .<Input<Json>>map(Read::new)
                .orElseGet(() -> new Refused<>("expected a member " + Quoted.of(name)));
    }

    /// The document in that member, either as JSON or as text that holds JSON.
    <T> Input<T> document(String name, Function<Json, Parsed<T>> reader) {
        return member(name).then(value -> {
            var file = files.get(name);
            if (file != null && value instanceof Str(var text)) {
                return Input.json(file, text).then(json -> Input.ofFile(file, reader.apply(json)));
            }
            return Input.ofMember(
                    name, value instanceof Str(var text) ? JsonReader.read(text).then(reader) : reader.apply(value));
        });
    }

    Input<Policy> policy(String name) {
        return document(name, PolicyReader::read);
    }

    Input<String> text(String name) {
        return member(name)
                .then(value -> Input.ofMember(
                        name,
                        value instanceof Str(var text)
                                ? new Parsed.Ok<>(text)
                                : new Malformed<>(JsonPointer.ROOT, "expected a string, found " + value.kind())));
    }

    /// The member's text; null means the same as no member.
    Input<Optional<String>> optionalText(String name) {
        return has(name) ? text(name).map(Optional::of) : new Read<>(Optional.empty());
    }

    /// The endpoint's type, whatever it is; those that are known are so in any case of letters.
    Input<EndpointType> anyType() {
        return optionalText("type").map(text -> text.map(Question::type).orElse(otherwise));
    }

    /// A type that may carry a policy.
    Input<EndpointType> type() {
        return anyType()
                .then(type -> type.mayCarryPolicy()
                        ? new Read<>(type)
                        : new Refused<>("the type is " + Quoted.of(type.name()) + ", expected gateway or interface"));
    }

    static EndpointType type(String text) {
        return EndpointType.KNOWN.stream()
                .filter(type -> type.name().equalsIgnoreCase(text))
                .findFirst()
                .orElse(new EndpointType(text));
    }
}
