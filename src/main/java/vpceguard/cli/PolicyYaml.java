package vpceguard.cli;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// A policy in YAML that means the same in YAML 1.1, which CloudFormation reads, and in YAML 1.2.
final class PolicyYaml {
    /// Words that need no quotes: none of them is a number, a date, a boolean or null in any version.
    private static final Pattern PLAIN =
            Pattern.compile("(?!(?i:y|n|yes|no|on|off|true|false|null)$)[A-Za-z][A-Za-z0-9]*" + "(?::[A-Za-z0-9*]+)?");

    private PolicyYaml() {}

    /// The property of an endpoint in a CloudFormation template.
    static String property(Json policy) {
        var lines = new StringBuilder("PolicyDocument:\n");
        block(policy, 1, lines);
        return lines.toString().stripTrailing();
    }

    private static void block(Json value, int depth, StringBuilder lines) {
        switch (value) {
            case Json.Obj(var members) ->
                members.forEach((name, member) -> {
                    lines.append("  ".repeat(depth));
                    member(name, member, depth, lines);
                });
            case Json.Arr(var items) -> items.forEach(item -> item(item, depth, lines));
            case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ ->
                lines.append(scalar(value)).append('\n');
        }
    }

    private static void member(String name, Json value, int depth, StringBuilder lines) {
        lines.append(scalar(new Json.Str(name))).append(':');
        if (isBlock(value)) {
            lines.append('\n');
            block(value, depth + 1, lines);
        } else {
            lines.append(' ').append(scalar(value)).append('\n');
        }
    }

    /// The first member of an object stands beside the dash.
    private static void item(Json item, int depth, StringBuilder lines) {
        lines.append("  ".repeat(depth)).append("- ");
        if (item instanceof Json.Obj(var members) && !members.isEmpty()) {
            var first = true;
            for (Map.Entry<String, Json> member : members.entrySet()) {
                lines.append(first ? "" : "  ".repeat(depth + 1));
                member(member.getKey(), member.getValue(), depth + 1, lines);
                first = false;
            }
        } else {
            lines.append(scalar(item)).append('\n');
        }
    }

    private static boolean isBlock(Json value) {
        return value instanceof Json.Obj(var members)
                ? !members.isEmpty()
                : value instanceof Json.Arr(List<Json> items) && !items.isEmpty();
    }

    /// Whatever is not plain is written as in JSON, which YAML reads too.
    private static String scalar(Json value) {
        return value instanceof Json.Str(var text) && PLAIN.matcher(text).matches() ? text : JsonWriter.compact(value);
    }
}
