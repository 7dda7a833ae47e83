package vpceguard.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A template, `template.yaml` if no other is named, as a tree; CloudFormation's short functions appear as their
/// argument's text.
public record Template(Map<?, ?> document) {
    private static final List<String> FUNCTIONS =
            List.of("!Ref", "!Sub", "!GetAtt", "!Equals", "!Not", "!And", "!If", "!Select", "!Split", "!Join");

    public static Template read() {
        return read(Path.of("template.yaml"));
    }

    /// Another template.
    public static Template read(Path file) {
        var settings = LoadSettings.builder().build();
        try {
            var loaded = new Load(settings, new ShortFunctions(settings)).loadFromString(Files.readString(file));
            return new Template((Map<?, ?>) loaded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The value at the path; throws if there is none.
    public Object at(String... path) {
        Object here = document;
        for (var name : path) {
            var next = ((Map<?, ?>) here).get(name);
            if (next == null) {
                throw new IllegalArgumentException("template without " + String.join("/", path) + " at " + name);
            }
            here = next;
        }
        return here;
    }

    /// Names of the resources of a type.
    public List<String> resources(String type) {
        return ((Map<?, ?>) at("Resources"))
                .entrySet().stream()
                        .filter(entry -> type.equals(((Map<?, ?>) entry.getValue()).get("Type")))
                        .map(entry -> (String) entry.getKey())
                        .toList();
    }

    /// Names of all resources.
    public List<String> resources() {
        return ((Map<?, ?>) at("Resources"))
                .keySet().stream().map(String.class::cast).toList();
    }

    /// Whether a resource is made only where a condition holds.
    public boolean isConditional(String resource) {
        return ((Map<?, ?>) at("Resources", resource)).containsKey("Condition");
    }

    /// The texts of a member that is one or a list.
    static Stream<String> strings(Object scalarOrList) {
        return scalarOrList instanceof List<?> list
                ? list.stream().map(String.class::cast)
                : Stream.of(String.valueOf(scalarOrList));
    }

    private static final class ShortFunctions extends StandardConstructor {
        private ShortFunctions(LoadSettings settings) {
            super(settings);
            var constructors = new HashMap<Tag, ConstructNode>(tagConstructors);
            FUNCTIONS.forEach(function -> constructors.put(new Tag(function), this::argument));
            tagConstructors.putAll(constructors);
        }

        private Object argument(Node node) {
            return node instanceof ScalarNode scalar
                    ? scalar.getValue()
                    : node.getNodeType().toString();
        }
    }
}
