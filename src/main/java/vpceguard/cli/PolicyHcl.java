package vpceguard.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// A policy in HCL, as the argument of `jsonencode`, which gives back exactly the same JSON; the data source
/// `aws_iam_policy_document` would rewrite principals, order and variables. It is laid out as `terraform
/// fmt` does.
///
/// @param policy the document
record PolicyHcl(Json policy) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    /// A file that defines the policy as a local value, with what is no letter in the name replaced.
    String local(String name) {
        var label = name.replaceAll("[^A-Za-z0-9_]", "_");
        return "locals {\n  " + label + " = jsonencode(" + value(policy, 1) + ")\n}";
    }

    private static String value(Json value, int depth) {
        return switch (value) {
            case Json.Obj(var members) ->
                members.isEmpty() ? "{}" : "{\n" + members(members, depth + 1) + end(depth, "}");
            case Json.Arr(var items)
            when items.size() > 1 || items.stream().anyMatch(PolicyHcl::hasLines) -> items(items, depth);
            case Json.Arr(var items) -> "[" + (items.isEmpty() ? "" : value(items.getFirst(), depth)) + "]";
            case Json.Str(var text) -> string(text);
            case Json.Num(var literal) -> literal;
            case Json.Bool(var truth) -> Boolean.toString(truth);
            case Json.Null() -> "null";
        };
    }

    private static String items(List<Json> items, int depth) {
        var lines = new StringBuilder("[\n");
        items.forEach(item ->
                lines.append(indent(depth + 1)).append(value(item, depth + 1)).append(",\n"));
        return lines.append(end(depth, "]")).toString();
    }

    /// Equal signs stand below each other as long as each member is on one line.
    private static String members(Map<String, Json> members, int depth) {
        var lines = new StringBuilder();
        var together = new LinkedHashMap<String, String>();
        members.forEach((name, value) -> {
            var text = value(value, depth);
            if (text.contains("\n")) {
                flush(together, depth, lines);
                lines.append(indent(depth))
                        .append(key(name))
                        .append(" = ")
                        .append(text)
                        .append('\n');
            } else {
                together.put(key(name), text);
            }
        });
        flush(together, depth, lines);
        return lines.toString();
    }

    private static void flush(Map<String, String> together, int depth, StringBuilder lines) {
        var width = together.keySet().stream().mapToInt(String::length).max().orElse(0);
        together.forEach((key, text) -> lines.append(indent(depth))
                .append(key)
                .repeat(' ', width - key.length())
                .append(" = ")
                .append(text)
                .append('\n'));
        together.clear();
    }

    private static boolean hasLines(Json value) {
        return value instanceof Json.Obj || value instanceof Json.Arr;
    }

    private static String key(String name) {
        return WORD.matcher(name).matches() ? name : string(name);
    }

    /// HCL's strings are JSON's, but for templates, which are escaped by doubling their first character.
    private static String string(String text) {
        return JsonWriter.compact(new Json.Str(text)).replace("${", "$${").replace("%{", "%%{");
    }

    private static String end(int depth, String bracket) {
        return indent(depth) + bracket;
    }

    private static String indent(int depth) {
        return "  ".repeat(depth);
    }
}
