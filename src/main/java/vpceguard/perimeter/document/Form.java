package vpceguard.perimeter.document;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import vpceguard.model.ServiceName;
import vpceguard.perimeter.Perimeter;

/// The form that a text of the document must have, and the words in which a message asks for it.
/// `docs/perimeter.schema.json` has the same patterns; for actors, that of a new document.
///
/// @param proper what should be written in place of a text of that form
record Form(Pattern pattern, String expected, UnaryOperator<String> proper) {
    static final Form ORGANIZATION = new Form(Perimeter.ORGANIZATION, "an id like o-a1b2c3d4e5");
    static final Form ACCOUNT = new Form(Perimeter.ACCOUNT, "an account id of 12 digits");
    static final Form ACCOUNT_OR_ALL = of("\\*|[0-9]{12}", "an account id of 12 digits or \"*\"");
    static final Form PARTITION = of("aws(-[a-z]+)*", "a partition like aws or aws-cn");
    static final Form REVISION = of("[0-9]{4}-[0-9]{2}", "a revision like 2026-11");
    static final Form REGION = of("[a-z]{2,5}(-[a-z]+)+-[0-9]{1,2}", "a Region like eu-west-1");
    /// Endpoints are looked up by the short name, so that any other would mean nothing.
    static final Form SERVICE = new Form(
            Pattern.compile("(?!vpce-svc-)[a-z0-9][a-z0-9._-]{0,127}"),
            "a service's short name like s3 or ecr.api",
            ServiceName::inShort);
    static final Form SERVICE_NAME = of(
            "[A-Za-z0-9]+(\\.[A-Za-z0-9_-]+)+",
            "a service's full name like com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0");
    static final Form ACTION =
            of("[A-Za-z0-9-]+:[A-Za-z0-9*?]+", "a call like s3:GetObject, in which * and ? may stand");
    static final Form STATEMENT_ACTION =
            of("\\*|[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+", "\"*\" or a call like s3:GetObject, in which * and ? may stand");
    static final Form STATEMENT_RESOURCE =
            of("\\*|arn:.+", "\"*\" or an ARN like arn:aws:s3:::bucket/key, in which * and ? may stand");
    static final Form SERVICE_OWNER =
            of("amazon|aws-marketplace|[0-9]{12}", "amazon, aws-marketplace or an account id of 12 digits");
    static final Form SERVICE_OWNERS = of(
            "amazon|organization|aws-marketplace|[0-9]{12}",
            "amazon, organization, aws-marketplace or an account id of 12 digits");
    static final Form VPC = id("vpc");
    static final Form ENDPOINT = id("vpce");
    static final Form SECURITY_GROUP = id("sg");
    static final Form SUBNET = id("subnet");
    static final Form ROUTE_TABLE = id("rtb");
    static final Form RING = of("[a-z0-9][a-z0-9-]{0,62}", "a ring's name in lower case like canary");
    static final Form TAG = of("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}", "a tag's name");
    static final Form ACTOR = of("arn:[!-~]{5,2043}", "a principal's ARN, in which * and ? may stand");
    /// Any other has no match: a star stands for several parts only in the last one, and in none before a path.
    static final Form ACTOR_OF_SIX_PARTS = of(
            "(?!.{2048})arn:(([!-9;-~]*:){4}[!-~]+|([!-9;-~]*:){0,3}[!-.0-9;-~]*\\*[!-9;-~]*)",
            "a principal's ARN with all of its six parts like arn:aws:iam::*:role/NAME, in which * and ? may stand");
    /// What people write for people.
    static final Form WORDS = of("(?=.*\\S)[^\\p{Cc}]{1,300}", "a few words, at most 300 characters on one line");

    Form(Pattern pattern, String expected) {
        this(pattern, expected, UnaryOperator.identity());
    }

    private static Form of(String pattern, String expected) {
        return new Form(Pattern.compile(pattern), expected);
    }

    private static Form id(String kind) {
        return of(kind + "-[0-9a-f]{8,17}", "an id like " + kind + "-0123456789abcdef0");
    }

    boolean fits(String text) {
        return pattern.matcher(text).matches();
    }
}
