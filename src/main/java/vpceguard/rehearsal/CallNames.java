package vpceguard.rehearsal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vpceguard.perimeter.KnownService;
import vpceguard.policy.Request;

/// Translates a call's name in CloudTrail into the actions that policies use (service authorization
/// reference; S3 user guide, "Required permissions for Amazon S3 API operations").
final class CallNames {
    /// Stands in the names of actions upon a version where `Object` stands in the others.
    static final String OF_A_VERSION = "ObjectVersion";

    private static final Pattern VERSION = Pattern.compile("20[0-9]{6}(v[0-9]+)?$");

    /// Calls of S3 that have the name of their action, beside those that are renamed. Others have names of their own,
    /// which is not guessed.
    private static final Set<String> S3 = Set.of("""
            GetObject PutObject DeleteObject GetObjectAcl PutObjectAcl GetObjectTagging PutObjectTagging \
            DeleteObjectTagging GetObjectRetention PutObjectRetention GetObjectLegalHold PutObjectLegalHold \
            RestoreObject AbortMultipartUpload CreateBucket DeleteBucket GetBucketAcl PutBucketAcl \
            GetBucketLocation GetBucketLogging PutBucketLogging GetBucketNotification PutBucketNotification \
            GetBucketPolicy PutBucketPolicy DeleteBucketPolicy GetBucketPolicyStatus GetBucketTagging PutBucketTagging \
            GetBucketVersioning PutBucketVersioning GetBucketWebsite PutBucketWebsite""".split(" "));

    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("s3:ListBuckets", "s3:ListAllMyBuckets"),
            Map.entry("s3:ListObjects", "s3:ListBucket"),
            Map.entry("s3:ListObjectsV2", "s3:ListBucket"),
            Map.entry("s3:HeadBucket", "s3:ListBucket"),
            Map.entry("s3:HeadObject", "s3:GetObject"),
            Map.entry("s3:SelectObjectContent", "s3:GetObject"),
            Map.entry("s3:DeleteObjects", "s3:DeleteObject"),
            Map.entry("s3:PostObject", "s3:PutObject"),
            Map.entry("s3:CreateMultipartUpload", "s3:PutObject"),
            Map.entry("s3:UploadPart", "s3:PutObject"),
            Map.entry("s3:CompleteMultipartUpload", "s3:PutObject"),
            Map.entry("s3:ListParts", "s3:ListMultipartUploadParts"),
            Map.entry("s3:ListMultipartUploads", "s3:ListBucketMultipartUploads"),
            Map.entry("s3:ListObjectVersions", "s3:ListBucketVersions"),
            Map.entry("dynamodb:TransactGetItems", "dynamodb:GetItem"),
            Map.entry("lambda:Invoke", "lambda:InvokeFunction"),
            Map.entry("lambda:InvokeWithResponseStream", "lambda:InvokeFunction"),
            Map.entry("lambda:GetLayerVersionByArn", "lambda:GetLayerVersion"),
            Map.entry("sqs:SendMessageBatch", "sqs:SendMessage"),
            Map.entry("sqs:DeleteMessageBatch", "sqs:DeleteMessage"),
            Map.entry("sqs:ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility"),
            Map.entry("sns:PublishBatch", "sns:Publish"));

    /// Calls that need more than one action.
    private static final Map<String, List<String>> MANIFOLD = Map.of(
            "kms:ReEncrypt",
            List.of("kms:ReEncryptFrom", "kms:ReEncryptTo"),
            "s3:GetObjectAttributes",
            List.of("s3:GetObject", "s3:GetObjectAttributes"),
            "sqs:CancelMessageMoveTask",
            List.of("sqs:CancelMessageMoveTask", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"));

    /// Calls that are judged by several actions, which differ in what they are upon or with what is asked for. A name
    /// does not tell them.
    private static final Set<String> SEVERAL = Set.of(
            "dynamodb:TransactWriteItems",
            "dynamodb:ExecuteStatement",
            "dynamodb:BatchExecuteStatement",
            "dynamodb:ExecuteTransaction");

    /// Calls upon an object, or upon a version of it if they name one: that is another action.
    private static final Set<String> OF_VERSIONS = Set.of(
            "s3:GetObject",
            "s3:HeadObject",
            "s3:DeleteObject",
            "s3:DeleteObjects",
            "s3:GetObjectAcl",
            "s3:PutObjectAcl",
            "s3:GetObjectTagging",
            "s3:PutObjectTagging",
            "s3:DeleteObjectTagging",
            "s3:GetObjectAttributes");

    private static final Map<Pattern, String> WITH_OBJECT = Map.of(
            Pattern.compile("(?i)x-amz-acl|x-amz-grant-.*|accessControlList"), "s3:PutObjectAcl",
            Pattern.compile("(?i)x-amz-tagging"), "s3:PutObjectTagging",
            Pattern.compile("(?i)x-amz-object-lock-(mode|retain-until-date)"), "s3:PutObjectRetention",
            Pattern.compile("(?i)x-amz-object-lock-legal-hold"), "s3:PutObjectLegalHold");

    private static final Map<Pattern, String> OF_LOCKED =
            Map.of(Pattern.compile("(?i)x-amz-bypass-governance-retention"), "s3:BypassGovernanceRetention");

    private static final Map<Pattern, String> WITH_SESSION = Map.of(
            Pattern.compile("tags|principalTags|transitiveTagKeys"), "sts:TagSession",
            Pattern.compile("sourceIdentity"), "sts:SetSourceIdentity",
            Pattern.compile("providedContexts"), "sts:SetContext");

    /// What the token says of the session. Whether these are judged at an endpoint too AWS does not say.
    private static final Map<Pattern, String> WITH_TOKEN = Map.of(
            Pattern.compile("principalTags|transitiveTagKeys"), "sts:TagSession",
            Pattern.compile("sourceIdentity"), "sts:SetSourceIdentity");

    /// For calls that may need others beside, of which AWS names too few to count on.
    private static final Pattern ANYTHING = Pattern.compile(".*");

    /// What calls need beside their own action, by the names of the parameters that ask for it.
    private static final Map<String, Map<Pattern, String>> BESIDE = Map.ofEntries(
            Map.entry("sts:AssumeRole", WITH_SESSION),
            Map.entry("sts:AssumeRoleWithSAML", WITH_TOKEN),
            Map.entry("sts:AssumeRoleWithWebIdentity", WITH_TOKEN),
            Map.entry("sts:GetFederationToken", Map.of(Pattern.compile("tags"), "sts:TagSession")),
            Map.entry("s3:PutObject", WITH_OBJECT),
            Map.entry("s3:PostObject", WITH_OBJECT),
            Map.entry("s3:CreateMultipartUpload", WITH_OBJECT),
            Map.entry("s3:DeleteObject", OF_LOCKED),
            Map.entry("s3:DeleteObjects", OF_LOCKED),
            Map.entry("s3:PutObjectRetention", OF_LOCKED),
            Map.entry("s3:CreateBucket", Map.of(ANYTHING, "s3:" + Request.UNKNOWN)),
            Map.entry("secretsmanager:BatchGetSecretValue", Map.of(ANYTHING, "secretsmanager:" + Request.UNKNOWN)),
            Map.entry("sqs:StartMessageMoveTask", Map.of(ANYTHING, "sqs:" + Request.UNKNOWN)));

    /// Calls that say in their body what they ask for, or some of it, which is not recorded.
    private static final Set<String> IN_BODY = Set.of(
            "s3:PostObject",
            "s3:DeleteObjects",
            "s3:PutObjectRetention",
            "s3:CreateBucket",
            "secretsmanager:BatchGetSecretValue",
            "sqs:StartMessageMoveTask");

    private CallNames() {}

    /// The ways in which the call may have been judged, each the actions that it then needs, all of them;
    /// `service:?` where the name does not tell it, or what it may need beside. Each has at most one of those that
    /// it may need beside: with more it is judged as with each of them.
    ///
    /// @param source such as `s3.amazonaws.com`
    /// @param parameters the names of the call's parameters; empty if they are not recorded
    static List<List<String>> ways(String source, String name, Optional<Set<String>> parameters) {
        var host = source.substring(0, Math.max(source.indexOf('.'), 0));
        var prefix = KnownService.of(host).map(KnownService::prefix).orElse(host);
        var call = prefix + ":" + VERSION.matcher(name).replaceFirst("");
        var told = parameters.filter(_ -> !IN_BODY.contains(call));
        return versions(call, needed(prefix, call, name), told)
                .flatMap(needed -> beside(call, needed, told))
                .toList();
    }

    private static List<String> needed(String prefix, String call, String name) {
        boolean isOwn = switch (prefix) {
            case "s3" -> S3.contains(name);
            // What a session does was judged when it was created.
            case "s3express" -> name.equals("CreateSession");
            default -> !SEVERAL.contains(call);
        };
        var action = RENAMED.getOrDefault(call, isOwn ? call : prefix + ":" + Request.UNKNOWN);
        return MANIFOLD.getOrDefault(call, List.of(action));
    }

    private static Stream<List<String>> versions(String call, List<String> needed, Optional<Set<String>> parameters) {
        if (!OF_VERSIONS.contains(call)) {
            return Stream.of(needed);
        }
        var ofVersion = needed.stream()
                .map(action -> action.replace("Object", OF_A_VERSION))
                .toList();
        return parameters
                .map(names -> Stream.of(names.contains("versionId") ? ofVersion : needed))
                .orElse(Stream.of(needed, ofVersion));
    }

    private static Stream<List<String>> beside(String call, List<String> needed, Optional<Set<String>> parameters) {
        var possible = BESIDE.getOrDefault(call, Map.of());
        if (possible.isEmpty()) {
            return Stream.of(needed);
        }
        return parameters
                .map(names -> with(
                        needed,
                        possible.entrySet().stream()
                                .filter(one -> names.stream()
                                        .anyMatch(given ->
                                                one.getKey().matcher(given).matches()))
                                .map(Map.Entry::getValue)))
                .map(asked ->
                        possible.equals(WITH_TOKEN) ? Stream.of(needed, asked).distinct() : Stream.of(asked))
                .orElseGet(() -> Stream.concat(
                        Stream.of(needed),
                        possible.values().stream().sorted().map(action -> with(needed, Stream.of(action)))));
    }

    private static List<String> with(List<String> needed, Stream<String> more) {
        return Stream.concat(needed.stream(), more.sorted()).toList();
    }
}
