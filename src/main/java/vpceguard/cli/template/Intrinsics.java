package vpceguard.cli.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import vpceguard.json.Json;
import vpceguard.json.Json.Arr;
import vpceguard.json.Json.Obj;
import vpceguard.json.Json.Str;
import vpceguard.json.JsonPointer;
import vpceguard.json.Quoted;

/// CloudFormation's intrinsic functions, as far as they are known before a template is deployed: references to pseudo
/// parameters, and texts made of these. All others are left where they stand.
///
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
record Intrinsics(Given given) {
    private static final Pattern PLACE = Pattern.compile("\\$\\{(!?)([^}]*)}");

    /// The value with these replaced, and without what `AWS::NoValue` removes.
    Json resolved(Json value) {
        return switch (value) {
            case Obj object -> call(object).orElseGet(() -> members(object));
            case Arr(var items) ->
                new Arr(items.stream()
                        .map(this::resolved)
                        .filter(item -> !isNull(item))
                        .toList());
            case Str _, Json.Num _, Json.Bool _, Json.Null _ -> value;
        };
    }

    private Json members(Obj object) {
        var members = new LinkedHashMap<String, Json>();
        object.members().forEach((name, value) -> {
            var made = resolved(value);
            if (!isNull(made)) {
                members.put(name, made);
            }
        });
        return new Obj(members);
    }

    private static boolean isNull(Json value) {
        return value instanceof Json.Null;
    }

    /// What a function makes; empty if this is none, or one that is not known.
    private Optional<Json> call(Obj object) {
        if (object.members().size() != 1) {
            return Optional.empty();
        }
        var function = object.members().keySet().iterator().next();
        var argument = object.members().values().iterator().next();
        return switch (function) {
            case "Ref" -> argument.text().flatMap(given::parameter);
            case "Fn::Sub" -> substituted(argument).map(Str::new);
            case "Fn::Join" -> joined(argument).map(Str::new);
            default -> Optional.empty();
        };
    }

    private Optional<String> substituted(Json argument) {
        return switch (argument) {
            case Str(var text) -> substituted(text, Map.of());
            case Arr(var items)
            when items.size() == 2 && items.get(1) instanceof Obj(var names) ->
                items.getFirst().text().flatMap(text -> substituted(text, names));
            case Arr _, Obj _, Json.Num _, Json.Bool _, Json.Null _ -> Optional.empty();
        };
    }

    /// `${!Name}` stands for `${Name}` as it is.
    private Optional<String> substituted(String text, Map<String, Json> names) {
        var unknown = new ArrayList<String>();
        var made = PLACE.matcher(text).replaceAll(place -> {
            var name = place.group(2).strip();
            var value = place.group(1).isEmpty()
                    ? Optional.ofNullable(names.get(name))
                            .map(this::resolved)
                            .or(() -> given.parameter(name))
                            .flatMap(Json::text)
                    : Optional.of("${" + name + "}");
            if (value.isEmpty()) {
                unknown.add(name);
            }
            return Matcher.quoteReplacement(value.orElse(""));
        });
        return unknown.isEmpty() ? Optional.of(made) : Optional.empty();
    }

    private Optional<String> joined(Json argument) {
        if (argument instanceof Arr(var parts)
                && parts.size() == 2
                && parts.getFirst() instanceof Str(var between)
                && resolved(parts.getLast()) instanceof Arr(List<Json> items)
                && items.stream().allMatch(Str.class::isInstance)) {
            return Optional.of(items.stream().map(item -> ((Str) item).value()).collect(Collectors.joining(between)));
        }
        return Optional.empty();
    }

    /// The first function that was left where it stands, in words; empty if the value is known as a whole.
    static Optional<String> open(Json value) {
        return open(value, JsonPointer.ROOT);
    }

    private static Optional<String> open(Json value, JsonPointer at) {
        return switch (value) {
            case Obj object ->
                function(object)
                        .map(name -> name
                                + object.textAt(name)
                                        .map(Quoted::of)
                                        .map(" "::concat)
                                        .orElse("") + " at " + at)
                        .or(() -> object.members().entrySet().stream()
                                .flatMap(member -> open(member.getValue(), at.child(member.getKey())).stream())
                                .findFirst());
            case Arr(var items) -> {
                for (int i = 0; i < items.size(); i++) {
                    var found = open(items.get(i), at.child(i));
                    if (found.isPresent()) {
                        yield found;
                    }
                }
                yield Optional.empty();
            }
            case Str _, Json.Num _, Json.Bool _, Json.Null _ -> Optional.empty();
        };
    }

    /// Whether a value is what a function makes, or adds to.
    static boolean isCall(Json value) {
        return value instanceof Obj object && function(object).isPresent();
    }

    /// Also a function that does not exist yet. `Fn::Transform` may stand among other members.
    private static Optional<String> function(Obj object) {
        var names = object.members().keySet();
        return names.stream()
                .filter(name -> name.startsWith("Fn::")
                        || (names.size() == 1 && (name.equals("Ref") || name.equals("Condition"))))
                .findFirst();
    }
}
