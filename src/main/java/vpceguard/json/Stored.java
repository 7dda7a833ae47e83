package vpceguard.json;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A JSON document that this program wrote itself and reads again. A missing member means that the store is
/// damaged, so it throws.
public record Stored(Json.Obj object) {

    public static Stored of(Json json) {
        if (json instanceof Json.Obj object) {
            return new Stored(object);
        }
        throw new IllegalStateException("stored document is no object");
    }

    /// Reads a stored text.
    public static Stored of(String text) {
        return of(JsonReader.read(text).orThrow("stored document"));
    }

    public String text(String name) {
        return optionalText(name).orElseThrow(() -> without(name));
    }

    public Optional<String> optionalText(String name) {
        return object.textAt(name);
    }

    public Optional<Boolean> optionalBool(String name) {
        return object.get(name).map(value -> {
            if (value instanceof Json.Bool(var truth)) {
                return truth;
            }
            throw without(name + " as a boolean");
        });
    }

    public int integer(String name) {
        if (object.get(name).orElse(new Json.Null()) instanceof Json.Num(var literal)) {
            return Integer.parseInt(literal);
        }
        throw without(name + " as a number");
    }

    public Instant time(String name) {
        return Instant.parse(text(name));
    }

    public Stored child(String name) {
        return of(object.get(name).orElseThrow(() -> without(name)));
    }

    public Optional<Stored> optionalChild(String name) {
        return object.get(name).map(Stored::of);
    }

    public <T> List<T> list(String name, Function<Json, T> item) {
        if (object.get(name).orElse(new Json.Null()) instanceof Json.Arr(var items)) {
            return items.stream().map(item).toList();
        }
        throw without(name + " as a list");
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

    private static IllegalStateException without(String name) {
        return new IllegalStateException("stored document without " + name);
    }
}
