package vpceguard.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import vpceguard.json.Json;

/// Draws policies that have something to do with each other: one or two condition keys, a few patterns that overlap,
/// and now and then callers, all of them from short lists.
public final class RandomPolicies {
    private static final List<String> ACTIONS = List.of(
            "*", "s3:*", "s3:Get*", "s3:GetObject", "S3:getobject", "s3:?etObject", "s3:*Object", "s3:PutObject");
    private static final List<String> RESOURCES = List.of(
            "*",
            "arn:*",
            "arn:aws:s3:::own",
            "arn:aws:s3:::own/*",
            "arn:aws:s3:::own*",
            "arn:aws:s3:::o?n/*",
            "arn:aws:s3:::*/key",
            "arn:aws:sqs:*:111122223333:q",
            "arn:aws:sqs:eu-?est-1:*:q*");
    private static final List<String> CALLERS = List.of(
            "{'AWS':'*'}",
            "{'AWS':'111122223333'}",
            "{'AWS':'arn:aws:iam::111122223333:root'}",
            "{'AWS':'arn:aws:iam::111122223333:role/path/app'}",
            "{'AWS':['arn:aws:sts::111122223333:assumed-role/app/session','444455556666']}",
            "{'AWS':'arn:aws:iam::444455556666:user/eve','Service':'ec2.amazonaws.com'}");
    private static final List<Family> FAMILIES = List.of(
            new Family(
                    List.of("aws:PrincipalOrgID", "aws:PrincipalTag/team"),
                    List.of("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
                    List.of("o-a1", "O-a1", "o-a", "o-b2")),
            new Family(
                    List.of("s3:prefix", "aws:SourceVpc"),
                    List.of("StringLike", "StringNotLike", "StringEquals", "StringNotEquals"),
                    List.of("a*", "a?", "a", "*a", "ab", "?", "*")),
            new Family(
                    List.of("aws:PrincipalArn"),
                    List.of("ArnLike", "ArnNotLike", "ArnEquals", "ArnNotEquals", "StringLike", "StringNotLike"),
                    List.of(
                            "arn:aws:iam::111122223333:role/app",
                            "arn:aws:iam::111122223333:*",
                            "arn:aws:iam::*:role/app",
                            "arn:*:iam::1111222233??:role/*",
                            "arn:aws:iam:*:role/app")),
            new Family(
                    List.of("aws:PrincipalAccount", "aws:PrincipalTag/owner", "aws:SourceArn"),
                    List.of("ArnLike", "ArnNotLike", "ArnEquals", "ArnNotEquals", "StringEquals", "StringNotEquals"),
                    List.of(
                            "111122223333",
                            "1111222233??",
                            "arn:aws:iam::111122223333:role/app",
                            "arn:aws:iam::111122223333:*")),
            new Family(
                    List.of("aws:TagKeys", "aws:PrincipalOrgPaths", "app:Labels"),
                    List.of(
                            "ForAllValues:StringEquals",
                            "ForAnyValue:StringEquals",
                            "ForAllValues:StringNotEquals",
                            "ForAnyValue:StringNotEquals",
                            "ForAllValues:StringLike",
                            "ForAnyValue:StringLike"),
                    List.of("a", "b", "ab", "a*", "*")),
            new Family(
                    List.of("aws:VpcSourceIp"),
                    List.of("IpAddress", "NotIpAddress"),
                    List.of("10.0.0.0/8", "10.1.2.0/24", "10.1.2.0/25", "10.1.2.128/25", "10.1.2.3", "2001:db8::/32")),
            new Family(
                    List.of("s3:max-keys", "aws:RequestTag/size"),
                    List.of(
                            "NumericEquals",
                            "NumericNotEquals",
                            "NumericLessThan",
                            "NumericLessThanEquals",
                            "NumericGreaterThan",
                            "NumericGreaterThanEquals"),
                    List.of("10", "11", "10.5", "-1")),
            new Family(
                    List.of("aws:CurrentTime"),
                    List.of(
                            "DateEquals",
                            "DateNotEquals",
                            "DateLessThan",
                            "DateLessThanEquals",
                            "DateGreaterThan",
                            "DateGreaterThanEquals"),
                    List.of("2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "1767225600")),
            new Family(
                    List.of("aws:SecureTransport", "aws:PrincipalIsAWSService"),
                    List.of("Bool", "Bool", "StringEquals"),
                    List.of("true", "false")),
            new Family(List.of("app:Digest"), List.of("BinaryEquals"), List.of("QUJD", "QUJE")));
    private static final List<String> VARIABLES = List.of("${aws:userid}", "${aws:PrincipalTag/team, 'a'}", "${*}");

    /// What one condition may look like.
    private record Family(List<String> keys, List<String> operators, List<String> values) {}

    private final RandomGenerator random;
    private final List<Family> families = new ArrayList<>();
    private final boolean callers;
    private final boolean patterns;
    private final boolean variables;

    /// Draws policies with the same keys and of the same kind.
    public RandomPolicies(RandomGenerator random) {
        this.random = random;
        IntStream.rangeClosed(0, random.nextInt(2)).forEach(_ -> families.add(pick(FAMILIES)));
        this.callers = random.nextInt(3) == 0;
        this.patterns = random.nextBoolean();
        this.variables = random.nextInt(12) == 0;
    }

    public Policy next() {
        var document = Json.object();
        switch (random.nextInt(5)) {
            case 0 -> {}
            case 1 -> document.put("Version", "2008-10-17");
            default -> document.put("Version", Policy.WITH_VARIABLES);
        }
        var statements = new ArrayList<Json>();
        IntStream.rangeClosed(0, random.nextInt(3)).forEach(i -> statements.add(statement(i > 0 && oneIn(2))));
        return Policies.read(document.put("Statement", new Json.Arr(statements)).build());
    }

    private Json statement(boolean deny) {
        var statement = Json.object().put("Effect", deny ? "Deny" : "Allow");
        if (callers && oneIn(2)) {
            statement.put(oneIn(4) ? "NotPrincipal" : "Principal", Policies.parsed(pick(CALLERS)));
        } else {
            statement.put("Principal", "*");
        }
        if (patterns) {
            statement.put(oneIn(5) ? "NotAction" : "Action", some(ACTIONS));
            statement.put(oneIn(5) ? "NotResource" : "Resource", some(RESOURCES));
        } else {
            statement.put("Action", "*").put("Resource", "*");
        }
        return oneIn(patterns ? 2 : 9)
                ? statement.build()
                : statement.put("Condition", conditions()).build();
    }

    private Json conditions() {
        Map<String, Json> conditions = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            var family = pick(families);
            var key = oneIn(5) ? pick(family.keys()).toLowerCase(Locale.ROOT) : pick(family.keys());
            if (oneIn(6)) {
                conditions.put("Null", Json.object().put(key, oneIn(2)).build());
            } else {
                conditions.put(
                        pick(family.operators()) + (oneIn(4) ? "IfExists" : ""),
                        Json.object().put(key, some(family.values())).build());
            }
        }
        return new Json.Obj(conditions);
    }

    /// One text, or a list of up to three.
    private Json some(List<String> texts) {
        return oneIn(2)
                ? new Json.Str(varied(pick(texts)))
                : Json.Arr.ofTexts(IntStream.rangeClosed(0, random.nextInt(3))
                        .mapToObj(_ -> varied(pick(texts)))
                        .distinct()
                        .toList());
    }

    private String varied(String text) {
        return variables && oneIn(3)
                ? text.replaceFirst("a(?=[^a]*$)", pick(VARIABLES).replace("$", "\\$"))
                : text;
    }

    private boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
