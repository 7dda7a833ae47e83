package vpceguard.rehearsal;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import vpceguard.perimeter.KnownService;
import vpceguard.policy.Request;

/// Translates a call's name in CloudTrail into the action that policies use (service authorization
/// reference; S3 user guide, "Required permissions for Amazon S3 API operations").
final class CallNames {
    private static final Pattern VERSION = Pattern.compile("20[0-9]{6}(v[0-9]+)?$");

    /// Calls of S3 that have the name of their action, beside those that are renamed. Others have names of their own,
    /// which is not guessed.
    private static final Set<String> S3 = Set.of("""
            GetObject PutObject DeleteObject GetObjectAcl PutObjectAcl GetObjectTagging PutObjectTagging \
            DeleteObjectTagging GetObjectAttributes GetObjectRetention PutObjectRetention GetObjectLegalHold \
            PutObjectLegalHold RestoreObject AbortMultipartUpload CreateBucket DeleteBucket GetBucketAcl PutBucketAcl \
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
            Map.entry("lambda:Invoke", "lambda:InvokeFunction"),
            Map.entry("sqs:SendMessageBatch", "sqs:SendMessage"),
            Map.entry("sqs:DeleteMessageBatch", "sqs:DeleteMessage"),
            Map.entry("sqs:ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility"),
            Map.entry("sns:PublishBatch", "sns:Publish"));

    /// Calls that are judged by several actions, or by others than their name says.
    private static final Set<String> SEVERAL = Set.of(
            "s3:CopyObject",
            "s3:UploadPartCopy",
            "dynamodb:TransactWriteItems",
            "dynamodb:TransactGetItems",
            "dynamodb:ExecuteStatement",
            "dynamodb:BatchExecuteStatement",
            "dynamodb:ExecuteTransaction");

    private CallNames() {}

    /// The action; `service:?` where the name does not tell it.
    ///
    /// @param source such as `s3.amazonaws.com`
    static String action(String source, String name) {
        var host = source.substring(0, Math.max(source.indexOf('.'), 0));
        var prefix = KnownService.of(host).map(KnownService::prefix).orElse(host);
        var call = prefix + ":" + VERSION.matcher(name).replaceFirst("");
        var renamed = RENAMED.get(call);
        if (renamed != null) {
            return renamed;
        }
        boolean isOwn = !prefix.equals("s3") || S3.contains(name);
        return isOwn && !SEVERAL.contains(call) ? call : prefix + ":" + Request.UNKNOWN;
    }
}
