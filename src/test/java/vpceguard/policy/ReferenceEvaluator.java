package vpceguard.policy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import vpceguard.policy.Principals.Principal;

/// One request, one policy: allowed or not, word for word after the IAM user guide. Plain rather than fast, and it
/// shares nothing with the code that it judges but the reader.
public final class ReferenceEvaluator {
    /// Stand for `*` and `?` once variables are filled in, so that a variable's value is never a wildcard.
    private static final char ANY = '\uE000';

    private static final char ONE = '\uE001';
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern WITH_DEFAULT = Pattern.compile("(.*?)\\s*,\\s*'(.*)'\\s*");

    private static final Pattern KNOWN =
            Pattern.compile("String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like)|Bool|BinaryEquals|IpAddress"
                    + "|(Numeric|Date)(Equals|(Less|Greater)Than(Equals)?)");

    private final boolean variables;
    private final Request request;
    private final boolean crossing;

    private ReferenceEvaluator(Policy policy, Request request, boolean crossing) {
        this.variables = policy.version().equals(Optional.of("2012-10-17"));
        this.request = request;
        this.crossing = crossing;
    }

    /// Who calls: `AWS` with an ARN, `Service` with its name, or nobody known.
    public record Caller(String kind, String id) {
        public static final Caller ANONYMOUS = new Caller("Anonymous", "");

        String account() {
            var parts = id.split(":", 6);
            return kind.equals("AWS") && parts.length == 6 ? parts[4] : "";
        }
    }

    /// One call. A key that is not in the context is absent.
    public record Request(Caller caller, String action, String resource, Map<String, List<String>> context) {
        public Request {
            var lowerCase = new TreeMap<String, List<String>>();
            context.forEach((key, values) -> lowerCase.put(key.toLowerCase(Locale.ROOT), List.copyOf(values)));
            context = lowerCase;
        }
    }

    /// An explicit Deny wins; without an Allow nothing passes. A wildcard of `Resource` crosses colons everywhere.
    public static boolean allows(Policy policy, Request request) {
        return new ReferenceEvaluator(policy, request, true).allows(policy);
    }

    /// The same in the other reading of AWS's text: a wildcard of `Resource` stays "within ARN segments", but for the
    /// pattern's last.
    public static boolean allowsBySegment(Policy policy, Request request) {
        return new ReferenceEvaluator(policy, request, false).allows(policy);
    }

    private boolean allows(Policy policy) {
        return policy.denies().noneMatch(this::matches) && policy.allows().anyMatch(this::matches);
    }

    private boolean matches(Statement statement) {
        return principal(statement.principals())
                && action(statement.actions())
                && resource(statement.resources())
                && statement.conditions().stream().allMatch(this::condition);
    }

    private boolean principal(Principals principals) {
        return switch (principals) {
            case Principals.Only(var listed) -> listed.stream().anyMatch(this::is);
            case Principals.AllExcept(var listed) -> listed.stream().noneMatch(this::is);
            case Principals.Absent() -> true;
        };
    }

    /// As on interface endpoints: an account's number or root stands for all its principals, a role for its sessions.
    private boolean is(Principal listed) {
        var caller = request.caller();
        if (listed.id().equals("*") && listed.kind().equals("*")) {
            return true;
        }
        if (listed.id().equals("*") && listed.kind().equals("AWS")) {
            // Who shows a token or an assertion to AWS STS is nobody of AWS yet.
            return !(caller.equals(Caller.ANONYMOUS)
                    && request.action().toLowerCase(Locale.ROOT).startsWith("sts:assumerolewith"));
        }
        if (!listed.kind().equals(caller.kind())) {
            return false;
        }
        if (listed.kind().equals("AWS")) {
            var account = listed.id().matches("\\d+") ? listed.id() : new Caller("AWS", listed.id()).account();
            if (listed.id().equals(account) || listed.id().matches("arn:[^:]*:iam::\\d+:root")) {
                return !account.isEmpty() && account.equals(caller.account());
            }
            var role = Pattern.compile("arn:([^:]*):iam::(\\d+):role/(?:.*/)?([^/]+)")
                    .matcher(listed.id());
            if (role.matches()) {
                var sessions = "arn:%s:sts::%s:assumed-role/%s/".formatted(role.group(1), role.group(2), role.group(3));
                return caller.id().equals(listed.id()) || caller.id().startsWith(sessions);
            }
        }
        return caller.id().equals(listed.id());
    }

    private boolean action(Actions actions) {
        Predicate<String> named = pattern ->
                glob(marked(pattern.toLowerCase(Locale.ROOT)), request.action().toLowerCase(Locale.ROOT));
        return switch (actions) {
            case Actions.Only(var patterns) -> patterns.stream().anyMatch(named);
            case Actions.AllExcept(var patterns) -> patterns.stream().noneMatch(named);
        };
    }

    private boolean resource(Resources resources) {
        Predicate<String> named = pattern ->
                filled(pattern, true).filter(p -> arn(p, request.resource())).isPresent();
        return switch (resources) {
            case Resources.Only(var patterns) -> patterns.stream().anyMatch(named);
            case Resources.AllExcept(var patterns) -> patterns.stream().noneMatch(named);
            case Resources.Absent() -> true;
        };
    }

    private boolean arn(String pattern, String arn) {
        var wanted = pattern.split(":", 6);
        var found = arn.split(":", wanted.length);
        return crossing
                ? glob(pattern, arn)
                : wanted.length == found.length
                        && IntStream.range(0, wanted.length).allMatch(i -> glob(wanted[i], found[i]));
    }

    private boolean condition(Condition condition) {
        var operator = condition.operator().name();
        var present = request.context().getOrDefault(condition.key().toLowerCase(Locale.ROOT), List.of());
        if (operator.equals("Null")) {
            return condition.patterns().stream()
                    .anyMatch(absent -> absent.equalsIgnoreCase("true") == present.isEmpty());
        }
        var ifExists = operator.endsWith("IfExists");
        var name = operator.replaceFirst("^For(All|Any)Values?:", "").replaceFirst("IfExists$", "");
        var negated = name.contains("Not");
        var positive = name.replaceFirst("Not", "");
        if (!KNOWN.matcher(positive).matches()) {
            throw new IllegalArgumentException("operator not known to the reference: " + operator);
        }
        // Several values: a negated operator holds if the key equals none of them.
        Predicate<String> holds =
                value -> negated != condition.patterns().stream().anyMatch(wanted -> compares(positive, wanted, value));
        if (operator.startsWith("ForAllValues:")) {
            return present.stream().allMatch(holds);
        }
        if (operator.startsWith("ForAnyValue:")) {
            return present.isEmpty() ? ifExists : present.stream().anyMatch(holds);
        }
        if (present.isEmpty()) {
            return ifExists || negated;
        }
        return negated ? present.stream().allMatch(holds) : present.stream().anyMatch(holds);
    }

    private boolean compares(String operator, String wanted, String value) {
        return switch (operator) {
            case "StringEquals" -> filled(wanted, false).filter(value::equals).isPresent();
            case "StringEqualsIgnoreCase" ->
                filled(wanted, false).filter(value::equalsIgnoreCase).isPresent();
            case "StringLike" ->
                filled(wanted, true).filter(p -> glob(p, value)).isPresent();
            case "ArnEquals", "ArnLike" ->
                filled(wanted, true).filter(p -> arnLike(p, value)).isPresent();
            case "Bool" -> wanted.equalsIgnoreCase(value);
            case "BinaryEquals" -> wanted.equals(value);
            case String typed -> comparesTyped(typed, wanted, value);
        };
    }

    /// What is no address, number or date passes with nothing.
    private static boolean comparesTyped(String operator, String wanted, String value) {
        try {
            return switch (operator) {
                case "IpAddress" -> inRange(wanted, value);
                case String numeric
                when numeric.startsWith("Numeric") ->
                    ordered(numeric.substring(7), new BigDecimal(value).compareTo(new BigDecimal(wanted)));
                case String date -> ordered(date.substring(4), date(value).compareTo(date(wanted)));
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            return false;
        }
    }

    private static boolean ordered(String relation, int sign) {
        return switch (relation) {
            case "Equals" -> sign == 0;
            case "LessThan" -> sign < 0;
            case "LessThanEquals" -> sign <= 0;
            case "GreaterThan" -> sign > 0;
            default -> sign >= 0;
        };
    }

    /// The text with variables filled in and, for a pattern, wildcards marked; empty if a variable has no single value,
    /// for then "there is no equal or like value".
    private Optional<String> filled(String text, boolean wildcards) {
        var filled = new StringBuilder();
        int done = 0;
        var matcher = VARIABLE.matcher(text);
        while (variables && matcher.find()) {
            var between = text.substring(done, matcher.start());
            filled.append(wildcards ? marked(between) : between);
            var value = variable(matcher.group(1));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            filled.append(value.get());
            done = matcher.end();
        }
        return Optional.of(filled.append(wildcards ? marked(text.substring(done)) : text.substring(done))
                .toString());
    }

    private Optional<String> variable(String content) {
        if (content.equals("*") || content.equals("?") || content.equals("$")) {
            return Optional.of(content);
        }
        var withDefault = WITH_DEFAULT.matcher(content);
        Optional<String> otherwise = withDefault.matches() ? Optional.of(withDefault.group(2)) : Optional.empty();
        var key = withDefault.matches() ? withDefault.group(1) : content;
        var values = request.context().getOrDefault(key.strip().toLowerCase(Locale.ROOT), List.of());
        return values.size() == 1 ? Optional.of(values.getFirst()) : otherwise;
    }

    private static String marked(String pattern) {
        return pattern.replace('*', ANY).replace('?', ONE);
    }

    private static boolean glob(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == ANY) {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == ONE || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(c -> c == ANY);
    }

    /// "Each of the six colon-delimited components of the ARN is checked separately."
    private static boolean arnLike(String pattern, String arn) {
        var wanted = pattern.split(":", 6);
        var found = arn.split(":", 6);
        for (int i = 0; i < 6; i++) {
            if (wanted.length != 6 || found.length != 6 || !glob(wanted[i], found[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean inRange(String range, String address) {
        var parts = range.split("/", 2);
        var network = InetAddress.ofLiteral(parts[0]).getAddress();
        var host = InetAddress.ofLiteral(address).getAddress();
        int bits = 8 * network.length;
        int shift = parts.length == 2 ? bits - Integer.parseInt(parts[1]) : 0;
        return network.length == host.length
                && new BigInteger(1, network).shiftRight(shift).equals(new BigInteger(1, host).shiftRight(shift));
    }

    private static Instant date(String text) {
        if (text.matches("-?\\d+")) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        return text.contains("T")
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
