package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.policy.proof.Bound;

/// Endpoint policies to try things on: short ones of every form, and real ones where the shared data lies.
public final class Policies {
    public static final String FULL_ACCESS =
            document("2008-10-17", "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}");
    private static final Path SHARED = Path.of("..", "shared", "data");

    private Policies() {}

    /// The policy of a text that must be readable.
    public static Policy read(String text) {
        return switch (PolicyReader.read(text)) {
            case Parsed.Ok<Policy>(var policy) -> policy;
            case Parsed.Malformed<Policy> malformed -> throw new AssertionError(malformed + " in " + text);
        };
    }

    /// The same of a document that is JSON already.
    public static Policy read(Json document) {
        return switch (PolicyReader.read(document)) {
            case Parsed.Ok<Policy>(var policy) -> policy;
            case Parsed.Malformed<Policy> malformed -> throw new AssertionError(malformed + " in " + document);
        };
    }

    /// The value of a text in single quotes that must be JSON.
    public static Json parsed(String text) {
        return switch (JsonReader.read(json(text))) {
            case Parsed.Ok<Json>(var value) -> value;
            case Parsed.Malformed<Json> malformed -> throw new AssertionError(malformed + " in " + text);
        };
    }

    /// JSON with single quotes, as the fixtures write it.
    public static String json(String text) {
        return text.replace('\'', '"');
    }

    /// A document of statements in single quotes, each without the others' commas.
    public static String document(String version, String... statements) {
        return json("{'Version':'" + version + "','Statement':[" + String.join(",", statements) + "]}");
    }

    /// A ceiling by hand, both forms: the organization or the account, AWS services, and one bucket that anybody reads.
    public static Bound bound() {
        var allows = document("2012-10-17", """
                {'Sid':'CeilingServices','Effect':'Allow','Principal':'*','Action':'*','Resource':'*',
                 'Condition':{'Bool':{'aws:PrincipalIsAWSService':'true'}}}""", """
                {'Sid':'CeilingPublic','Effect':'Allow','Principal':'*','Action':'s3:GetObject',
                 'Resource':'arn:aws:s3:::public-bucket/*'}""", """
                {'Sid':'CeilingOrganization','Effect':'Allow','Principal':'*','Action':'*','Resource':'*',
                 'Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-a1b2c3d4e5'}}}""", """
                {'Sid':'CeilingAccount','Effect':'Allow','Principal':'*','Action':'*','Resource':'*',
                 'Condition':{'StringEquals':{'aws:PrincipalAccount':'111122223333'}}}""");
        var untrusted = """
                'Condition':{'StringNotEquals':{'aws:PrincipalOrgID':'o-a1b2c3d4e5','aws:PrincipalAccount':'111122223333'},
                 'BoolIfExists':{'aws:PrincipalIsAWSService':'false'}}}""";
        var denies = document(
                "2012-10-17",
                "{'Sid':'Ceiling1','Effect':'Deny','Principal':'*','NotAction':'s3:GetObject','Resource':'*',"
                        + untrusted,
                "{'Sid':'Ceiling2','Effect':'Deny','Principal':'*','Action':'s3:GetObject',"
                        + "'NotResource':'arn:aws:s3:::public-bucket/*'," + untrusted);
        return new Bound(read(allows).statements(), read(denies).statements());
    }

    /// Allow everything, and add the bound's Deny statements.
    public static Policy denyForm(Bound bound) {
        var statements = new ArrayList<>(read(FULL_ACCESS).statements());
        statements.addAll(bound.denies());
        return Policy.of(statements);
    }

    /// Policies by a name that says what is special.
    public static Map<String, String> fixtures() {
        var allowS3 = "{'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'arn:aws:s3:::own-bucket/*'}";
        var full = "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}";
        var notPrincipal = "{'Effect':'Deny','NotPrincipal':{'AWS':'111122223333'},'Action':'s3:Put*','Resource':'*'}";
        var policies = new LinkedHashMap<String, String>();
        policies.put("full access, 2008", FULL_ACCESS);
        policies.put("full access, no version", json("{'Statement':[" + full + "]}"));
        policies.put("full access as one object", json("{'Statement':" + full + "}"));
        policies.put(
                "full access as lists",
                json("{'Statement':[{'Sid':'','Effect':'Allow','Principal':{'AWS':['*']},'Action':['s3:*','*'],"
                        + "'Resource':['*']}]}"));
        policies.put("full access beside a Deny", document("2012-10-17", notPrincipal, full));
        policies.put(
                "full access with a variable that is plain text",
                document(
                        "2008-10-17",
                        full,
                        "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'arn:aws:s3:::${aws:userid}'}"));
        policies.put("empty condition", document("2012-10-17", full.replace("}", ",'Condition':{}}")));
        policies.put("one service", document("2012-10-17", allowS3));
        policies.put("NotAction", document("2012-10-17", full.replace("'Action':'*'", "'NotAction':'s3:Delete*'")));
        policies.put(
                "NotResource",
                document("2012-10-17", full.replace("'Resource':'*'", "'NotResource':'arn:aws:s3:::secret*'")));
        policies.put("NotPrincipal", document("2012-10-17", allowS3, notPrincipal));
        policies.put(
                "all but an account",
                document("2012-10-17", allowS3.replace("'Principal':'*'", "'NotPrincipal':{'AWS':'111122223333'}")));
        policies.put("Deny only", document("2012-10-17", notPrincipal));
        policies.put("nothing", document("2012-10-17"));
        policies.put("a role", document("2012-10-17", full.replace("'*','Action'", """
                        {'AWS':['arn:aws:iam::111122223333:role/app','444455556666'],'Service':'ec2.amazonaws.com'},
                        'Action'""")));
        policies.put(
                "a variable",
                document(
                        "2012-10-17",
                        allowS3.replace("own-bucket", "${aws:PrincipalTag/team, \\u0027none\\u0027}-bucket")));
        policies.put("conditions", document("2012-10-17", full.replace("'Resource':'*'", """
                'Resource':'*','Condition':{'StringLikeIfExists':{'aws:PrincipalArn':'arn:aws:iam::*:role/app?'},
                'ForAllValues:StringEquals':{'aws:TagKeys':['a','b']},'Null':{'aws:TokenIssueTime':false},
                'NotIpAddress':{'aws:VpcSourceIp':'10.1.2.0/24'},'NumericLessThanEquals':{'s3:max-keys':10}}""")));
        policies.put("the organization already", document("2012-10-17", full.replace("'Resource':'*'", """
                        'Resource':'*','Condition':{'StringEquals':{'aws:PrincipalOrgID':['o-a1b2c3d4e5']}}""")));
        policies.put("a Sid of the ceiling", document("2012-10-17", allowS3.replace("{", "{'Sid':'Ceiling1',")));
        policies.put(
                "full access and a Sid of the ceiling",
                document("2012-10-17", full, notPrincipal.replace("{'Effect'", "{'Sid':'CeilingPublic','Effect'")));
        return policies;
    }

    /// Policies as people write them, by their file.
    public static Map<String, String> examples() {
        return folder(Path.of("src", "test", "resources", "policies"));
    }

    /// Real policies by their file, if the shared data is there; the test is skipped, and says so, if not.
    public static Map<String, String> corpus() {
        var found = folder(shared("policies-corpus"));
        found.remove("index.json");
        assertThat(found).hasSizeGreaterThan(60);
        return found;
    }

    private static Map<String, String> folder(Path folder) {
        var found = new TreeMap<String, String>();
        try (var files = Files.list(folder)) {
            for (var file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                found.put(file.getFileName().toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /// A file or folder of the shared data, which a copy of the project alone does not have.
    public static Path shared(String name) {
        var path = SHARED.resolve(name);
        assumeTrue(Files.exists(path), "skipped: no shared data at " + path);
        return path;
    }

    /// Fixtures as arguments of a parameterized test.
    public static List<String> texts() {
        return new ArrayList<>(fixtures().values());
    }
}
