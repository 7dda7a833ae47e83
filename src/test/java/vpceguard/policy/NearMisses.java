package vpceguard.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.Parsed;

/// Changes a policy by one small thing: a character of a pattern, a bit of a range, an operator's negation or
/// strictness, what an absent key is, an element's negation, the version, a statement.
public final class NearMisses {
    private static final Pattern RANGE = Pattern.compile("([\\d.]+)\\.(\\d+)(?:/(\\d+))?");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+");

    private final RandomGenerator random;

    public NearMisses(RandomGenerator random) {
        this.random = random;
    }

    /// Another policy that is almost the same.
    public Policy of(Policy policy) {
        for (; ; ) {
            var changed = document(policy);
            if (!changed.equals(policy.source()) && PolicyReader.read(changed) instanceof Parsed.Ok<Policy>(var near)) {
                return near;
            }
        }
    }

    private Json.Obj document(Policy policy) {
        var document = policy.source();
        var statements =
                policy.statements().stream().<Json>map(Statement::source).toList();
        int change = statements.isEmpty() ? 0 : random.nextInt(statements.size() > 1 ? 12 : 11);
        if (change == 0) {
            return document.with("Version", new Json.Str(pick("2008-10-17", Policy.WITH_VARIABLES)));
        }
        int at = random.nextInt(statements.size());
        return document.with(
                "Statement",
                new Json.Arr(
                        change == 11
                                ? without(statements, at)
                                : replaced(statements, at, statement(statements.get(at)))));
    }

    private Json.Obj statement(Json value) {
        var statement = (Json.Obj) value;
        var element = name(statement);
        var content = at(statement, element);
        return switch (element) {
            case "Effect" ->
                statement.with(element, new Json.Str(content.equals(new Json.Str("Allow")) ? "Deny" : "Allow"));
            case "Condition" -> conditions(statement, (Json.Obj) content);
            default ->
                random.nextInt(4) == 0
                        ? renamed(
                                statement, element, element.startsWith("Not") ? element.substring(3) : "Not" + element)
                        : statement.with(element, oneText(content));
        };
    }

    private Json.Obj conditions(Json.Obj statement, Json.Obj block) {
        if (block.members().isEmpty()) {
            return renamed(statement, "Condition", "");
        }
        var operator = name(block);
        var keys = (Json.Obj) at(block, operator);
        return switch (random.nextInt(6)) {
            case 0 -> statement.with("Condition", renamed(block, operator, ifExists(operator)));
            case 1 -> statement.with("Condition", renamed(block, operator, negated(operator)));
            case 2 -> statement.with("Condition", renamed(block, operator, stricter(operator)));
            case 3 -> statement.with("Condition", renamed(block, operator, ""));
            default -> {
                var key = name(keys);
                yield statement.with("Condition", block.with(operator, keys.with(key, oneText(at(keys, key)))));
            }
        };
    }

    private static String ifExists(String operator) {
        return operator.endsWith("IfExists") ? operator.replace("IfExists", "") : operator + "IfExists";
    }

    private static String negated(String operator) {
        return operator.contains("Not")
                ? operator.replace("Not", "")
                : operator.replaceFirst("(String|Arn|Numeric|Date)(Equals|Like)|(?=IpAddress)", "$1Not$2");
    }

    private String stricter(String operator) {
        if (operator.startsWith("For")) {
            return operator.startsWith("ForAny") ? operator.replace("Any", "All") : operator.replace("All", "Any");
        }
        if (operator.contains("Than")) {
            return operator.contains("ThanEquals")
                    ? operator.replace("ThanEquals", "Than")
                    : operator.replace("Than", "ThanEquals");
        }
        return operator.contains("Like")
                ? operator.replace("Like", "Equals")
                : operator.replace("Equals", pick("Like", "EqualsIgnoreCase"));
    }

    /// One of the texts, however deep, with a small change.
    private Json oneText(Json value) {
        return switch (value) {
            case Json.Str(var text) -> new Json.Str(text(text));
            case Json.Arr(var items)
            when !items.isEmpty() -> {
                int at = random.nextInt(items.size());
                yield random.nextInt(4) == 0 && items.size() > 1
                        ? new Json.Arr(without(items, at))
                        : new Json.Arr(replaced(items, at, oneText(items.get(at))));
            }
            case Json.Obj object
            when !object.members().isEmpty() -> {
                var name = name(object);
                yield object.with(name, oneText(at(object, name)));
            }
            case Json.Bool(var truth) -> new Json.Bool(!truth);
            case Json other -> other;
        };
    }

    private String text(String text) {
        var range = RANGE.matcher(text);
        if (range.matches()) {
            int bits = range.group(3) == null ? 32 : Integer.parseInt(range.group(3));
            return random.nextBoolean()
                    ? range.group(1) + "." + (Integer.parseInt(range.group(2)) ^ 1 << random.nextInt(8)) + "/" + bits
                    : range.group(1) + "." + range.group(2) + "/" + (bits + pick(-1, 1));
        }
        if (NUMBER.matcher(text).matches() && text.length() < 12) {
            return Long.toString(Long.parseLong(text) + pick(-1, 1));
        }
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true") ? "false" : "true";
        }
        return text.isEmpty() ? "*" : character(text, random.nextInt(text.length()));
    }

    private String character(String text, int at) {
        var before = text.substring(0, at);
        var after = text.substring(at + 1);
        char c = text.charAt(at);
        return switch (random.nextInt(8)) {
            case 0 -> before + after;
            case 1 -> before + "?" + after;
            case 2 -> before + "*" + after;
            case 3 -> before + ":" + c + after;
            case 4 -> before + (Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c)) + after;
            case 5 -> text + "*";
            case 6 -> before + (char) (c ^ 1) + after;
            default -> before + c + c + after;
        };
    }

    private String name(Json.Obj object) {
        return pick(object.members().keySet().toArray(String[]::new));
    }

    private static Json at(Json.Obj object, String name) {
        return object.get(name).orElseThrow();
    }

    private static Json.Obj renamed(Json.Obj object, String name, String other) {
        Map<String, Json> members = new LinkedHashMap<>();
        object.members().forEach((member, value) -> {
            if (!member.equals(name)) {
                members.put(member, value);
            } else if (!other.isEmpty()) {
                members.put(other, value);
            }
        });
        return new Json.Obj(members);
    }

    private static List<Json> without(List<Json> items, int at) {
        return Stream.concat(items.subList(0, at).stream(), items.subList(at + 1, items.size()).stream())
                .toList();
    }

    private static List<Json> replaced(List<Json> items, int at, Json item) {
        return Stream.of(items.subList(0, at), List.of(item), items.subList(at + 1, items.size()))
                .flatMap(List::stream)
                .toList();
    }

    @SafeVarargs
    private <T> T pick(T... from) {
        return from[random.nextInt(from.length)];
    }
}
