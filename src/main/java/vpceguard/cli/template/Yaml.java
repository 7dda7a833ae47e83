package vpceguard.cli.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Parsed.Ok;
import vpceguard.json.Quoted;

/// A template in YAML as the JSON that it stands for, with the short forms of intrinsic functions written out. As for
/// CloudFormation, plain words are those of YAML 1.1, and there are no aliases.
final class Yaml {
    /// As of JSON.
    private static final int DEEPEST = 100;

    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    /// Octal, hexadecimal and the like, which YAML 1.1 reads as other numbers than they show.
    private static final Pattern ODD_NUMBER = Pattern.compile("[-+.]?[0-9][-+0-9a-fA-FxXoO_,.:]*");

    private static final Set<String> TRUE = Set.of("true", "yes", "on", "y");
    private static final Set<String> FALSE = Set.of("false", "no", "off", "n");
    private static final Set<String> NULL = Set.of("", "~", "null");

    private Yaml() {}

    static Parsed<Json> read(String text) {
        try {
            var settings = LoadSettings.builder()
                    .setCodePointLimit(Math.max(1, text.length()))
                    .build();
            var refused = refused(settings, text);
            return refused.isPresent()
                    ? new Malformed<>(JsonPointer.ROOT, refused.get())
                    : new Ok<>(new Compose(settings)
                            .composeString(text)
                            .map(Yaml::json)
                            .orElseGet(Json.Null::new));
        } catch (MarkedYamlEngineException e) {
            return new Malformed<>(JsonPointer.ROOT, Quoted.of(e.getProblem()) + line(e.getProblemMark()));
        } catch (YamlEngineException e) {
            return new Malformed<>(JsonPointer.ROOT, Quoted.of(String.valueOf(e.getMessage())));
        } catch (NumberFormatException e) {
            // The library lets this out for "\UFFFFFFFF", whose number is beyond its integers.
            return new Malformed<>(
                    JsonPointer.ROOT,
                    "an escape in a text stands for no character: " + Quoted.of(String.valueOf(e.getMessage())));
        }
    }

    /// Why a text that may be YAML is none of ours. To compose it takes a stack as deep as it is nested.
    private static Optional<String> refused(LoadSettings settings, String text) {
        int depth = 0;
        for (var event : new Parse(settings).parseString(text)) {
            switch (event.getEventId()) {
                case Alias -> {
                    return Optional.of(
                            "CloudFormation takes no aliases, expected what it stands for in its place, as aws"
                                    + " cloudformation package writes it" + line(event.getStartMark()));
                }
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth > DEEPEST) {
                return Optional.of("nested deeper than " + DEEPEST + " levels" + line(event.getStartMark()));
            }
        }
        return Optional.empty();
    }

    private static String line(Optional<Mark> mark) {
        return mark.map(at -> ", line " + (at.getLine() + 1)).orElse("");
    }

    private static Json json(Node node) {
        var value = switch (node) {
            case ScalarNode scalar -> scalar(scalar);
            case SequenceNode sequence -> items(sequence);
            case MappingNode mapping -> members(mapping);
            default -> throw new YamlEngineException("a node of another kind");
        };
        var tag = node.getTag().getValue();
        return tag.startsWith("!") && tag.length() > 1
                ? Json.object().put(function(tag.substring(1)), value).build()
                : value;
    }

    private static String function(String shortForm) {
        return shortForm.equals("Ref") || shortForm.equals("Condition") ? shortForm : "Fn::" + shortForm;
    }

    private static Json items(SequenceNode sequence) {
        var items = new ArrayList<Json>();
        sequence.getValue().forEach(item -> items.add(json(item)));
        return new Json.Arr(items);
    }

    private static Json members(MappingNode mapping) {
        var members = new LinkedHashMap<String, Json>();
        mapping.getValue().forEach(tuple -> {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new YamlEngineException("a member's name is no word");
            }
            if (members.put(key.getValue(), json(tuple.getValueNode())) != null) {
                throw new YamlEngineException("member stands twice: " + key.getValue());
            }
        });
        return new Json.Obj(members);
    }

    private static Json scalar(ScalarNode scalar) {
        var text = scalar.getValue();
        var word = text.toLowerCase(Locale.ROOT);
        if (scalar.getScalarStyle() != ScalarStyle.PLAIN || DAY.matcher(text).matches()) {
            return new Json.Str(text);
        }
        if (NULL.contains(word)) {
            return new Json.Null();
        }
        if (TRUE.contains(word) || FALSE.contains(word)) {
            return new Json.Bool(TRUE.contains(word));
        }
        if (NUMBER.matcher(text).matches()) {
            return new Json.Num(text);
        }
        return ODD_NUMBER.matcher(text).matches()
                ? Json.object().put("Fn::Number", text).build()
                : new Json.Str(text);
    }
}
