package vpceguard.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import vpceguard.json.Json;
import vpceguard.json.Json.Arr;
import vpceguard.json.Json.Bool;
import vpceguard.json.Json.Num;
import vpceguard.json.Json.Obj;
import vpceguard.json.Json.Str;
import vpceguard.json.JsonPointer;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Quoted;

/// Reads a policy document by the grammar of the IAM user guide ("Grammar of the IAM JSON policy language").
///
/// Whatever the grammar does not name is refused with its place: a lost element could be a lost restriction.
public final class PolicyReader {
    private static final Set<String> POLICY_ELEMENTS = Set.of("Version", "Id", "Statement");
    private static final Pattern SPELLED_IN_ONE_WAY = Pattern.compile("0|-?[1-9][0-9]{0,14}");
    private static final Set<String> VERSIONS = Set.of(Policy.WITHOUT_VARIABLES, Policy.WITH_VARIABLES);
    private static final Set<String> STATEMENT_ELEMENTS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");
    private static final Set<String> PRINCIPAL_KINDS = Set.of("AWS", "Service", "Federated", "CanonicalUser");

    private PolicyReader() {}

    /// The policy, or the first place that is not understood.
    public static Parsed<Policy> read(String text) {
        return JsonReader.read(text).then(PolicyReader::read);
    }

    /// The same for a document that is JSON already.
    public static Parsed<Policy> read(Json document) {
        try {
            return new Parsed.Ok<>(policy(document));
        } catch (Refused refused) {
            return new Malformed<>(refused.pointer, refused.reason);
        }
    }

    private static Policy policy(Json document) {
        var root = JsonPointer.ROOT;
        var members = object(document, root, POLICY_ELEMENTS);
        var version = members.get("Version").map(value -> string(value, root.child("Version")));
        if (version.isPresent() && !VERSIONS.contains(version.get())) {
            throw new Refused(root.child("Version"), "unknown version " + Quoted.of(version.get()));
        }
        members.get("Id").ifPresent(value -> string(value, root.child("Id")));
        var found = required(members, "Statement", root);
        var place = root.child("Statement");
        if (!(found instanceof Arr) && !(found instanceof Obj)) {
            throw unexpected(place, "a statement or a list of them", found);
        }
        return new Policy(version, list(found, place, PolicyReader::statement), members);
    }

    /// A policy of our own: these statements, in the version that has variables.
    ///
    /// @throws IllegalStateException for statements that cannot be read
    public static Policy own(List<? extends Json> statements) {
        return own(Json.object()
                .put("Version", Policy.WITH_VARIABLES)
                .put("Statement", new Json.Arr(List.copyOf(statements)))
                .build());
    }

    /// The same as a whole.
    public static Policy own(Json.Obj document) {
        return read(document).orThrow("own policy");
    }

    private static Statement statement(Json value, JsonPointer here) {
        var members = object(value, here, STATEMENT_ELEMENTS);
        var effect = string(required(members, "Effect", here), here.child("Effect"));
        return new Statement(
                members.get("Sid").map(sid -> string(sid, here.child("Sid"))),
                switch (effect) {
                    case "Allow" -> Effect.ALLOW;
                    case "Deny" -> Effect.DENY;
                    default -> throw new Refused(here.child("Effect"), "unknown effect " + Quoted.of(effect));
                },
                either(
                                members,
                                "Principal",
                                here,
                                PolicyReader::principals,
                                Principals.Only::new,
                                Principals.AllExcept::new)
                        .orElse(new Principals.Absent()),
                either(members, "Action", here, PolicyReader::strings, Actions.Only::new, Actions.AllExcept::new)
                        .orElseThrow(() -> new Refused(here, "expected Action or NotAction")),
                either(members, "Resource", here, PolicyReader::strings, Resources.Only::new, Resources.AllExcept::new)
                        .orElse(new Resources.Absent()),
                members.get("Condition")
                        .map(block -> conditions(block, here.child("Condition")))
                        .orElse(List.of()),
                members);
    }

    private static <L, T> Optional<T> either(
            Obj members,
            String name,
            JsonPointer here,
            Element<List<L>> elements,
            Function<List<L>, T> only,
            Function<List<L>, T> allExcept) {
        var negated = "Not" + name;
        if (members.get(name).isPresent() && members.get(negated).isPresent()) {
            throw new Refused(here, "both " + name + " and " + negated + ", expected one of them");
        }
        return members.get(name)
                .map(value -> only.apply(elements.read(value, here.child(name))))
                .or(() ->
                        members.get(negated).map(value -> allExcept.apply(elements.read(value, here.child(negated)))));
    }

    private static List<Principals.Principal> principals(Json value, JsonPointer here) {
        if (value instanceof Str(var text)) {
            if (text.equals("*")) {
                return List.of(Principals.Principal.EVERYBODY);
            }
            throw new Refused(here, "expected \"*\" or an object, found " + Quoted.of(text));
        }
        var found = new ArrayList<Principals.Principal>();
        object(value, here, PRINCIPAL_KINDS)
                .members()
                .forEach((kind, ids) ->
                        strings(ids, here.child(kind)).forEach(id -> found.add(new Principals.Principal(kind, id))));
        return found;
    }

    private static List<Condition> conditions(Json block, JsonPointer here) {
        var found = new ArrayList<Condition>();
        anyObject(block, here).members().forEach((operator, keys) -> {
            var place = here.child(operator);
            var known = Operator.of(operator)
                    .orElseThrow(() -> new Refused(place, "unknown condition operator " + Quoted.of(operator)));
            var lines = anyObject(keys, place).members();
            // Whether it then holds is not said, as of an empty list.
            if (lines.isEmpty()) {
                found.add(new Condition(known, "", List.of()));
            }
            lines.forEach((key, values) -> found.add(new Condition(
                    known,
                    key,
                    Glob.lowerName(key),
                    scalars(values, place.child(key)),
                    known.test().type() == Operator.Type.STRING && isRespelled(values))));
        });
        return found;
    }

    private static List<String> strings(Json value, JsonPointer here) {
        return list(value, here, PolicyReader::string);
    }

    /// Numbers and booleans may stand without quotes (IAM user guide, "Condition").
    private static List<String> scalars(Json value, JsonPointer here) {
        return list(value, here, PolicyReader::scalar);
    }

    /// Whether it is or holds a number without quotes that is not an integer as everybody writes it: AWS does not say
    /// with which text it compares then, `1e2` or `100`.
    private static boolean isRespelled(Json value) {
        return switch (value) {
            case Num(var literal) -> !SPELLED_IN_ONE_WAY.matcher(literal).matches();
            case Arr(var items) -> items.stream().anyMatch(PolicyReader::isRespelled);
            case Str _, Bool _, Obj _, Json.Null _ -> false;
        };
    }

    private static String scalar(Json value, JsonPointer here) {
        if (value instanceof Num(var literal)) {
            return literal;
        }
        return value instanceof Bool(var truth) ? Boolean.toString(truth) : string(value, here);
    }

    /// One value may stand in place of a list.
    private static <T> List<T> list(Json value, JsonPointer here, Element<T> element) {
        if (!(value instanceof Arr(var items))) {
            return List.of(element.read(value, here));
        }
        var found = new ArrayList<T>();
        for (int i = 0; i < items.size(); i++) {
            found.add(element.read(items.get(i), here.child(i)));
        }
        return found;
    }

    private static Obj object(Json value, JsonPointer here, Set<String> known) {
        var object = anyObject(value, here);
        for (var name : object.members().keySet()) {
            if (!known.contains(name)) {
                throw new Refused(here.child(name), "unknown element " + Quoted.of(name));
            }
        }
        return object;
    }

    private static Obj anyObject(Json value, JsonPointer here) {
        if (value instanceof Obj object) {
            return object;
        }
        throw unexpected(here, "an object", value);
    }

    private static String string(Json value, JsonPointer here) {
        if (value instanceof Str(var text)) {
            return text;
        }
        throw unexpected(here, "a string", value);
    }

    private static Json required(Obj members, String name, JsonPointer here) {
        return members.get(name).orElseThrow(() -> new Refused(here, "expected " + name));
    }

    private static Refused unexpected(JsonPointer here, String expected, Json found) {
        return new Refused(here, "expected " + expected + ", found " + found.kind());
    }

    private interface Element<T> {
        T read(Json value, JsonPointer here);
    }

    /// Never leaves this class.
    private static final class Refused extends RuntimeException {
        private final transient JsonPointer pointer;
        private final String reason;

        private Refused(JsonPointer pointer, String reason) {
            super(reason, null, false, false);
            this.pointer = pointer;
            this.reason = reason;
        }
    }
}
