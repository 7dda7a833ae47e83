package vpceguard.json;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A document that this program wrote itself and reads again; what is missing in it is a broken world, so it throws.
public record Stored(Json.Obj object) {

    public static Stored of(Json json) {
        if (json instanceof Json.Obj object) {
            return new Stored(object);
        }
        throw new IllegalStateException("stored document is no object");
    }

    /// Reads a stored text.
    public static Stored of(String text) {
        return switch (JsonReader.read(text)) {
            case Parsed.Ok<Json>(var json) -> of(json);
            case Parsed.Malformed<Json> malformed -> throw new IllegalStateException("stored document: " + malformed);
        };
    }

    public String text(String name) {
        return optionalText(name).orElseThrow(() -> new IllegalStateException("stored document without " + name));
    }

    public Optional<String> optionalText(String name) {
        return object.textAt(name);
    }

    public Optional<Boolean> optionalBool(String name) {
        return object.get(name).map(value -> value.equals(new Json.Bool(true)));
    }

    public int integer(String name) {
        return object.get(name).orElse(new Json.Null()) instanceof Json.Num(var literal)
                ? Integer.parseInt(literal)
                : 0;
    }

    public Instant time(String name) {
        return Instant.parse(text(name));
    }

    public Stored child(String name) {
        return of(object.get(name).orElseThrow(() -> new IllegalStateException("stored document without " + name)));
    }

    public Optional<Stored> optionalChild(String name) {
        return object.get(name).map(Stored::of);
    }

    public <T> List<T> list(String name, Function<Json, T> item) {
        return object.get(name).orElse(new Json.Null()) instanceof Json.Arr(var items)
                ? items.stream().map(item).toList()
                : List.of();
    }

    public List<String> texts(String name) {
        return list(name, item -> item.text().orElseThrow());
    }

    public Set<String> textSet(String name) {
        return Set.copyOf(texts(name));
    }

    public Map<String, String> textMap(String name) {
        var map = new LinkedHashMap<String, String>();
        optionalChild(name)
                .ifPresent(child -> child.object()
                        .members()
                        .forEach((key, value) -> map.put(key, value.text().orElseThrow())));
        return map;
    }
}
